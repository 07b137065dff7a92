//! Who sent a request, behind proxies that the owner named and no others.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use actix_web::HttpRequest;
use ipnet::IpNet;

const FORWARDED_FOR: &str = "x-forwarded-for";

/// The networks whose `X-Forwarded-For` is believed. Empty: the header is never read.
#[derive(Clone, Debug, Default)]
pub struct TrustedProxies {
    networks: Arc<[IpNet]>,
}

impl TrustedProxies {
    /// Believes proxies in these networks.
    pub fn new(networks: impl IntoIterator<Item = IpNet>) -> Self {
        Self {
            networks: networks.into_iter().collect(),
        }
    }

    /// Whether this address is one of the named proxies.
    pub fn contains(&self, address: IpAddr) -> bool {
        self.networks
            .iter()
            .any(|network| network.contains(&address))
    }

    /// The sender behind `peer`, given the values of `X-Forwarded-For` in the order received.
    ///
    /// Each proxy adds the address it saw at the end, so the list is read from there and the
    /// first address that is not a trusted proxy is the sender. What stands before it is the
    /// sender's own claim and is not believed.
    pub fn sender<'a>(&self, peer: IpAddr, forwarded: impl IntoIterator<Item = &'a str>) -> IpAddr {
        let mut sender = peer.to_canonical();
        let entries: Vec<&str> = forwarded
            .into_iter()
            .flat_map(|value| value.split(','))
            .map(str::trim)
            .collect();
        for entry in entries.into_iter().rev() {
            if !self.contains(sender) {
                break;
            }
            let Some(address) = parse_entry(entry) else {
                break;
            };
            sender = address;
        }
        sender
    }
}

/// The address of whoever sent the request.
pub fn client_address(request: &HttpRequest, proxies: &TrustedProxies) -> IpAddr {
    // Only a request made inside a test has no peer.
    let peer = request
        .peer_addr()
        .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.ip());
    let forwarded = request
        .headers()
        .get_all(FORWARDED_FOR)
        .filter_map(|value| value.to_str().ok());
    proxies.sender(peer, forwarded)
}

/// The key under which a sender is counted: the address, or for IPv6 the /64 that one household has.
pub fn sender_key(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let prefix = u128::from(address) & (u128::MAX << 64);
            format!("{}/64", Ipv6Addr::from(prefix))
        }
    }
}

fn parse_entry(entry: &str) -> Option<IpAddr> {
    let parsed = entry
        .parse::<IpAddr>()
        .ok()
        // Some proxies write a port, and then brackets around IPv6.
        .or_else(|| {
            entry
                .parse::<std::net::SocketAddr>()
                .ok()
                .map(|socket| socket.ip())
        })?;
    Some(parsed.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sender(trusted: &[&str], peer: &str, forwarded: &[&str]) -> String {
        TrustedProxies::new(trusted.iter().map(|network| network.parse().unwrap()))
            .sender(peer.parse().unwrap(), forwarded.iter().copied())
            .to_string()
    }

    #[test]
    fn the_header_of_a_stranger_is_not_believed() {
        assert_eq!(sender(&[], "192.0.2.1", &["198.51.100.7"]), "192.0.2.1");
        assert_eq!(
            sender(&["10.0.0.0/8"], "192.0.2.1", &["198.51.100.7"]),
            "192.0.2.1"
        );
    }

    #[test]
    fn the_last_address_that_is_no_trusted_proxy_is_the_sender() {
        let proxies = ["10.0.0.0/8", "::1/128"];
        assert_eq!(
            sender(&proxies, "10.0.0.1", &["203.0.113.9, 198.51.100.7"]),
            "198.51.100.7"
        );
        assert_eq!(
            sender(
                &proxies,
                "10.0.0.1",
                &["203.0.113.9", "198.51.100.7, 10.0.0.2"]
            ),
            "198.51.100.7"
        );
        assert_eq!(
            sender(&proxies, "::1", &["[2001:db8::1]:443"]),
            "2001:db8::1"
        );
        assert_eq!(
            sender(&proxies, "::ffff:10.0.0.1", &["198.51.100.7"]),
            "198.51.100.7"
        );
    }

    #[test]
    fn nonsense_in_the_header_leaves_the_proxy_itself() {
        assert_eq!(
            sender(&["10.0.0.0/8"], "10.0.0.1", &["unknown"]),
            "10.0.0.1"
        );
        assert_eq!(sender(&["10.0.0.0/8"], "10.0.0.1", &[]), "10.0.0.1");
    }

    #[test]
    fn one_household_has_one_key() {
        let key = |address: &str| sender_key(address.parse().unwrap());
        assert_eq!(key("198.51.100.7"), "198.51.100.7");
        assert_eq!(key("::ffff:198.51.100.7"), "198.51.100.7");
        assert_eq!(key("2001:db8:1:2:3:4:5:6"), key("2001:db8:1:2::9"));
        assert_ne!(key("2001:db8:1:2::9"), key("2001:db8:1:3::9"));
    }
}
