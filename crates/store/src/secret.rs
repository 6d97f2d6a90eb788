//! The server's own secret: what keys are sealed with, so that a copy of the database alone opens nothing.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::Path;

use aes_gcm::aead::{Aead, KeyInit};
use aes_gcm::{Aes256Gcm, Nonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::StoreError;

pub(crate) const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 12;

/// 256 random bits in the file `secret` of the data directory (mode 0600).
pub(crate) struct Secret {
    cipher: Aes256Gcm,
    bytes: Vec<u8>,
}

impl Secret {
    /// Reads the secret, or makes one where there is none.
    pub(crate) fn load_or_create(path: &Path) -> Result<Secret, StoreError> {
        match Secret::load(path) {
            Err(StoreError::Io { source, .. }) if source.kind() == ErrorKind::NotFound => {}
            known => return known,
        }
        let io = |source| StoreError::Io { path: path.to_path_buf(), source };
        let mut file = create_private(path).map_err(io)?;
        file.write_all(&random_bytes::<KEY_BYTES>()).and_then(|()| file.sync_all()).map_err(io)?;
        Secret::load(path)
    }

    /// Reads the secret, which must be there.
    pub(crate) fn load(path: &Path) -> Result<Secret, StoreError> {
        let io = |source| StoreError::Io { path: path.to_path_buf(), source };
        let mut key = Vec::new();
        File::open(path).and_then(|mut file| file.read_to_end(&mut key)).map_err(io)?;
        let reason = || format!("it has {} bytes instead of {KEY_BYTES}", key.len());
        let cipher = Aes256Gcm::new_from_slice(&key)
            .map_err(|_| StoreError::Damaged { file: path.to_path_buf(), reason: reason() })?;
        Ok(Secret { cipher, bytes: key })
    }

    /// Encrypts: 12 bytes of nonce, then the ciphertext with its tag.
    pub(crate) fn seal(&self, plain: &[u8]) -> Vec<u8> {
        let nonce = random_bytes::<NONCE_BYTES>();
        let sealed =
            self.cipher.encrypt(&Nonce::from(nonce), plain).expect("a few bytes are far below the cipher's limit");
        [nonce.as_slice(), &sealed].concat()
    }

    /// Decrypts what [`Secret::seal`] made. Fails when it was sealed with another secret.
    pub(crate) fn open(&self, sealed: &[u8]) -> Result<Vec<u8>, StoreError> {
        let (nonce, cipher_text) = sealed.split_first_chunk::<NONCE_BYTES>().ok_or(StoreError::WrongSecret)?;
        self.cipher.decrypt(&Nonce::from(*nonce), cipher_text).map_err(|_| StoreError::WrongSecret)
    }

    /// 32 bytes that follow from the secret, or from `base` where the operator gave a secret for it, and tell nothing of it:
    /// other ones for each purpose.
    pub(crate) fn derive(&self, purpose: &str, base: Option<&str>) -> [u8; 32] {
        let base = base.map_or(self.bytes.as_slice(), str::as_bytes);
        let mut mac = Hmac::<Sha256>::new_from_slice(base).expect("an HMAC takes a key of any length");
        mac.update(b"perilune ");
        mac.update(purpose.as_bytes());
        mac.finalize().into_bytes().into()
    }

    /// 64 hexadecimal digits that tell this secret from every other one, and tell nothing of it.
    pub(crate) fn fingerprint(&self) -> String {
        self.derive("fingerprint", None).iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// From the operating system.
pub(crate) fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("a system without a random source cannot run a server");
    bytes
}

/// Makes a file that its owner only may read; fails when it is there.
pub(crate) fn create_private(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_with_the_same_secret_only() {
        let dir = tempfile::tempdir().unwrap();
        let first = Secret::load_or_create(&dir.path().join("a")).unwrap();
        let again = Secret::load_or_create(&dir.path().join("a")).unwrap();
        let other = Secret::load_or_create(&dir.path().join("b")).unwrap();
        let sealed = first.seal(b"a private key");
        assert_eq!(again.open(&sealed).unwrap(), b"a private key");
        assert!(matches!(other.open(&sealed), Err(StoreError::WrongSecret)));
        assert!(matches!(first.open(b"short"), Err(StoreError::WrongSecret)));
    }

    #[cfg(unix)]
    #[test]
    fn the_secret_is_readable_by_its_owner_only() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("secret");
        Secret::load_or_create(&path).unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
