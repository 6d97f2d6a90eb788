//! Where a request comes from. What a header says of it counts only when a proxy of the operator's own sent it.

use std::net::IpAddr;

use axum::http::HeaderMap;
use axum::http::request::Parts;
use ipnet::IpNet;

use super::gate::Peer;

const FORWARDED_FOR: &str = "x-forwarded-for";

/// The address of the client: the nearest one on the way that is no trusted proxy. `None` when the request came without a
/// connection, which happens in tests only.
pub(crate) fn client_ip(parts: &Parts, trusted: &[IpNet]) -> Option<IpAddr> {
    let peer = parts.extensions.get::<Peer>()?.0.ip().to_canonical();
    Some(nearest_untrusted(peer, &parts.headers, trusted))
}

/// Walks from the peer outwards, as far as the addresses are proxies that the operator trusts. What a client wrote in front
/// is never reached, because the client itself is not trusted.
fn nearest_untrusted(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|net| net.contains(&address));
    let lines = headers.get_all(FORWARDED_FOR).iter().filter_map(|value| value.to_str().ok());
    let hops: Vec<&str> = lines.flat_map(|line| line.split(',')).map(str::trim).collect();
    let mut nearest = peer;
    for hop in hops.iter().rev() {
        if !is_trusted(nearest) {
            break;
        }
        match parse_hop(hop) {
            Some(address) => nearest = address,
            None => break,
        }
    }
    nearest
}

/// An address, with or without a port.
fn parse_hop(text: &str) -> Option<IpAddr> {
    let address = text.parse::<IpAddr>().ok().or_else(|| text.parse::<std::net::SocketAddr>().ok().map(|hop| hop.ip()));
    address.map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(peer: &str, forwarded: &[&str], trusted: &[&str], want: &str) {
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append(FORWARDED_FOR, line.parse().unwrap());
        }
        let trusted: Vec<IpNet> = trusted.iter().map(|net| net.parse().unwrap()).collect();
        let got = nearest_untrusted(peer.parse().unwrap(), &headers, &trusted);
        assert_eq!(got.to_string(), want, "{peer} {forwarded:?} {trusted:?}");
    }

    #[test]
    fn a_header_counts_only_from_a_trusted_proxy() {
        check("203.0.113.9", &["198.51.100.1"], &[], "203.0.113.9");
        check("10.0.0.1", &["198.51.100.1"], &["10.0.0.0/8"], "198.51.100.1");
        check("10.0.0.1", &["198.51.100.1, 10.0.0.7"], &["10.0.0.0/8"], "198.51.100.1");
        check("10.0.0.1", &["198.51.100.1", "10.0.0.7"], &["10.0.0.0/8"], "198.51.100.1");
        check("10.0.0.1", &[], &["10.0.0.0/8"], "10.0.0.1");
    }

    #[test]
    fn what_the_client_wrote_in_front_is_not_reached() {
        check("10.0.0.1", &["127.0.0.1, 198.51.100.1"], &["10.0.0.0/8"], "198.51.100.1");
        check("10.0.0.1", &["1.2.3.4, nonsense, 10.0.0.2"], &["10.0.0.0/8"], "10.0.0.2");
        check("10.0.0.1", &["[2001:db8::1]:443"], &["10.0.0.0/8"], "2001:db8::1");
    }
}
