//! The files, ready to be sent: with their compressed twins, their tags, and the page adapted to where it lives.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write;

use axum::http::{HeaderValue, Uri};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use rust_embed::{EmbeddedFile, RustEmbed};
use sha2::{Digest, Sha256};

const INDEX: &str = "index.html";
const BASE: &str = r#"<base href="/" />"#;

#[derive(RustEmbed)]
#[folder = "$UI_DIR"]
struct Embedded;

/// One file, in all the encodings that there are of it.
pub(super) struct File {
    pub(super) media_type: HeaderValue,
    pub(super) plain: Variant,
    pub(super) brotli: Option<Variant>,
    pub(super) gzip: Option<Variant>,
}

/// The bytes of one encoding, and what names them.
pub(super) struct Variant {
    pub(super) bytes: Bytes,
    pub(super) etag: HeaderValue,
}

/// All files of the web UI, and the page that every address of it begins with.
pub(crate) struct Ui {
    files: HashMap<String, File>,
    pub(super) index: File,
    /// What the page may load and run (`content-security-policy`).
    pub(super) policy: HeaderValue,
}

impl Ui {
    /// The files of this build, for a server that browsers reach at `app_url`.
    pub(crate) fn embedded(app_url: &str) -> Ui {
        let files = Embedded::iter().filter_map(|name| {
            let EmbeddedFile { data, .. } = Embedded::get(&name)?;
            Some((name.into_owned(), data))
        });
        Ui::new(files, &base_of(app_url))
    }

    /// The page lives below `base`, such as `/` or `/perilune/`.
    pub(super) fn new(files: impl IntoIterator<Item = (String, Cow<'static, [u8]>)>, base: &str) -> Ui {
        let mut all: HashMap<String, Bytes> = files
            .into_iter()
            .map(|(name, data)| match data {
                Cow::Borrowed(bytes) => (name, Bytes::from_static(bytes)),
                Cow::Owned(bytes) => (name, bytes.into()),
            })
            .collect();
        let page = all.remove(INDEX).unwrap_or_default();
        let page = String::from_utf8_lossy(&page).replacen(BASE, &format!(r#"<base href="{base}" />"#), 1);
        let policy = policy_for(&page);
        let mut twins = HashMap::new();
        for ending in [".br", ".gz"] {
            let names: Vec<String> = all.keys().filter(|name| name.ends_with(ending)).cloned().collect();
            twins.extend(names.into_iter().filter_map(|name| all.remove_entry(&name)));
        }
        let files = all.into_iter().map(|(name, bytes)| {
            let [brotli, gzip] = ["br", "gz"].map(|ending| twins.remove(&format!("{name}.{ending}")));
            let file = File {
                media_type: media_type(&name),
                plain: Variant::new(bytes, ""),
                brotli: brotli.map(|bytes| Variant::new(bytes, "-br")),
                gzip: gzip.map(|bytes| Variant::new(bytes, "-gz")),
            };
            (name, file)
        });
        Ui { files: files.collect(), index: File::page(page), policy }
    }

    /// The file of this name, such as `assets/index-a1b2c3.js`.
    pub(super) fn file(&self, name: &str) -> Option<&File> {
        self.files.get(name)
    }
}

impl File {
    fn page(text: String) -> File {
        File { media_type: media_type(INDEX), plain: Variant::new(text.into(), ""), brotli: None, gzip: None }
    }
}

impl Variant {
    fn new(bytes: Bytes, suffix: &str) -> Variant {
        let mut tag = String::from("\"");
        for byte in &Sha256::digest(&bytes)[..8] {
            // Writing into a text cannot fail.
            let _ = write!(tag, "{byte:02x}");
        }
        tag.push_str(suffix);
        tag.push('"');
        Variant { etag: HeaderValue::from_str(&tag).expect("hexadecimal digits fit into a header"), bytes }
    }
}

fn media_type(name: &str) -> HeaderValue {
    let text = match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    };
    HeaderValue::from_static(text)
}

/// The path of the address that browsers know the server by, with a slash at its end.
fn base_of(app_url: &str) -> String {
    let uri: Option<Uri> = app_url.parse().ok();
    let path = uri.as_ref().map_or("/", Uri::path).trim_end_matches('/');
    let is_plain = path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/-._~%".contains(&byte));
    if is_plain { format!("{path}/") } else { "/".to_owned() }
}

/// Nothing from elsewhere, and no script in the page but the one that sets the theme before the first paint. Styles may be in
/// line: without that dialogs and the code view break.
fn policy_for(page: &str) -> HeaderValue {
    let script =
        page.split_once("<script>").and_then(|(_, rest)| rest.split_once("</script>")).map(|(script, _)| script);
    let hash = script.map(|text| format!(" 'sha256-{}'", STANDARD.encode(Sha256::digest(text)))).unwrap_or_default();
    let text = format!(
        "default-src 'self'; img-src 'self' data: blob:; media-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; \
         script-src 'self'{hash}; frame-ancestors 'none'; base-uri 'self'; object-src 'none'; form-action 'self'"
    );
    HeaderValue::from_str(&text).expect("base64 and ASCII fit into a header")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_base_is_the_path_of_the_address() {
        for (url, want) in [
            ("http://localhost:3333", "/"),
            ("https://example.org/", "/"),
            ("https://example.org/perilune", "/perilune/"),
            ("https://example.org/a/b//", "/a/b/"),
            ("https://example.org/a\"><script>", "/"),
            ("no address", "/"),
        ] {
            assert_eq!(base_of(url), want, "{url}");
        }
    }

    #[test]
    fn the_page_runs_its_own_script_and_no_other() {
        let page = format!("<head>{BASE}<script>let a = 1;</script></head>");
        let ui = Ui::new([("index.html".to_owned(), Cow::Owned(page.into_bytes()))], "/perilune/");
        // printf 'let a = 1;' | openssl dgst -sha256 -binary | base64
        let policy = ui.policy.to_str().unwrap();
        assert!(
            policy.contains("script-src 'self' 'sha256-xY6QKfH9PRsQnLz56nj6MBwiK5oHg+im1Jkpdp1x/Ck=';"),
            "{policy}"
        );
        assert!(ui.index.plain.bytes.starts_with(br#"<head><base href="/perilune/" />"#));
    }
}
