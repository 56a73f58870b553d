//! How a NATS server is reached, as a pipeline file says it. What is secret is never shown: neither in messages nor by `Debug`.

use std::fmt;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Who one is (`auth` of a JetStream source or sink). One of the four ways, or none.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Auth {
    /// A user, with `password`.
    pub user: Option<String>,
    /// The password of `user`; best from the environment: `"${NATS_PASSWORD}"`.
    #[schemars(with = "Option<String>")]
    pub password: Option<Secret>,
    /// A token.
    #[schemars(with = "Option<String>")]
    pub token: Option<Secret>,
    /// A file that holds the seed of an NKey (`SU…`).
    pub nkey: Option<PathBuf>,
    /// A credentials file (`.creds`) with a JWT and its seed.
    pub creds: Option<PathBuf>,
}

/// How the connection is encrypted (`tls` of a JetStream source or sink).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Tls {
    /// Whether a server without TLS is refused. A `tls://` address asks for the same.
    pub required: bool,
    /// Whether TLS begins at once, without the server's greeting in clear (`handshake_first` of the server).
    pub first: bool,
    /// Certificates of authorities (PEM) that are trusted besides those of the system.
    pub ca: Option<PathBuf>,
    /// The certificate that the server asks for (PEM), with `key`.
    pub cert: Option<PathBuf>,
    /// The key of `cert` (PEM).
    pub key: Option<PathBuf>,
}

/// A text that is never shown.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(pub String);

/// Addresses of servers of one cluster, with commas between them. What stands before `@` in an address is never shown.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Servers(pub String);

impl Auth {
    /// The files that it names.
    pub fn paths_mut(&mut self) -> impl Iterator<Item = &mut PathBuf> {
        [&mut self.nkey, &mut self.creds].into_iter().flatten()
    }
}

impl Tls {
    /// The files that it names.
    pub fn paths_mut(&mut self) -> impl Iterator<Item = &mut PathBuf> {
        [&mut self.ca, &mut self.cert, &mut self.key].into_iter().flatten()
    }
}

impl Servers {
    /// Each address.
    pub fn each(&self) -> impl Iterator<Item = &str> {
        self.0.split(',').map(str::trim).filter(|address| !address.is_empty())
    }
}

impl Default for Servers {
    fn default() -> Servers {
        Servers("nats://127.0.0.1:4222".to_owned())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("(secret)")
    }
}

impl fmt::Display for Servers {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, address) in self.each().enumerate() {
            let comma = if number > 0 { ", " } else { "" };
            let (scheme, rest) = address.split_once("://").map_or(("", address), |(scheme, rest)| (scheme, rest));
            let host = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
            let colon = if scheme.is_empty() { "" } else { "://" };
            write!(out, "{comma}{scheme}{colon}{host}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Servers {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{self}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_not_shown() {
        let auth = Auth {
            user: Some("desk".to_owned()),
            password: Some(Secret("hunter2".to_owned())),
            token: Some(Secret("hunter2".to_owned())),
            ..Auth::default()
        };
        let servers = Servers("nats://desk:hunter2@one:4222, tls://hunter2@two,three:1".to_owned());
        let shown = format!("{auth:?} {servers:?} {servers}");
        assert!(!shown.contains("hunter2"), "{shown}");
        assert!(shown.ends_with("nats://one:4222, tls://two, three:1"), "{shown}");
    }
}
