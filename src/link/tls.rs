//! TLS of the link: the desk has an authority of its own, and whoever it paired has a certificate of it.

use rustls::RootCertStore;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, Error, SignatureScheme};
use sha2::{Digest, Sha256};
use std::sync::Arc;

pub fn provider() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}

/// SHA-256 over a certificate.
pub fn fingerprint(certificate: &CertificateDer) -> [u8; 32] {
    Sha256::digest(certificate).into()
}

/// As people compare it: `AB:CD:…`.
pub fn fingerprint_text(certificate: &CertificateDer) -> String {
    fingerprint(certificate).iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(":")
}

/// Of a kiosk that is paired: it trusts this desk only, and shows its certificate.
pub fn paired_client(authority: &str, certificate: &str, key: &str) -> Result<ClientConfig, Error> {
    let bad = |_| Error::General("not a PEM file".into());
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(authority.as_bytes()).map_err(bad)?)?;
    let own = CertificateDer::from_pem_slice(certificate.as_bytes()).map_err(bad)?;
    let key = PrivateKeyDer::from_pem_slice(key.as_bytes()).map_err(bad)?;
    ClientConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_client_auth_cert(vec![own], key)
}

/// Of a kiosk that is being paired: it knows nothing of the desk but the beginning of its authority's fingerprint, which
/// somebody carried over from the desk's screen.
pub fn pairing_client(authority_begins: Vec<u8>) -> Result<ClientConfig, Error> {
    let verifier = Arc::new(KnownByFingerprint { begins: authority_begins, provider: provider() });
    Ok(ClientConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_no_client_auth())
}

#[derive(Debug)]
struct KnownByFingerprint {
    begins: Vec<u8>,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for KnownByFingerprint {
    /// The server sends its authority too; once that is known, everything else is checked as usual.
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let known = intermediates.iter().find(|certificate| fingerprint(certificate).starts_with(&self.begins));
        let authority = known.ok_or(Error::InvalidCertificate(rustls::CertificateError::UnknownIssuer))?;
        let mut roots = RootCertStore::empty();
        roots.add(authority.clone().into_owned())?;
        let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&self.provider))
            .build()
            .map_err(|error| Error::General(error.to_string()))?;
        verifier.verify_server_cert(end_entity, &[], server_name, ocsp, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, cert, dss, &algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, cert, dss, &algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
