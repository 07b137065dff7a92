//! Videos of other sites: a plain link until the reader asks for more.
//!
//! A link that stands alone in its paragraph and leads to a video becomes a figure. The script
//! `assets/js/embeds.js` puts a button there; only its press loads anything from elsewhere.

use url::Url;

/// Who shows the video.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Host {
    YouTube,
    Vimeo,
}

impl Host {
    /// The address that a reader knows the host by.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::YouTube => "youtube.com",
            Self::Vimeo => "vimeo.com",
        }
    }
}

/// The host of a video's page, if this is one.
pub(crate) fn host_of(address: &str) -> Option<Host> {
    let address = Url::parse(address).ok()?;
    if address.scheme() != "https" && address.scheme() != "http" {
        return None;
    }
    let mut path = address.path_segments()?.filter(|part| !part.is_empty());
    let parts = (path.next(), path.next(), path.next());
    match address.host_str()? {
        "youtube.com" | "www.youtube.com" | "m.youtube.com" | "www.youtube-nocookie.com" => {
            let is_video = match parts {
                (Some("watch"), None, _) => address
                    .query_pairs()
                    .any(|(name, id)| name == "v" && is_youtube_id(&id)),
                (Some("shorts" | "embed" | "live"), Some(id), None) => is_youtube_id(id),
                _ => false,
            };
            is_video.then_some(Host::YouTube)
        }
        "youtu.be" => match parts {
            (Some(id), None, _) if is_youtube_id(id) => Some(Host::YouTube),
            _ => None,
        },
        // The second part is the key of a video that is not listed.
        "vimeo.com" | "www.vimeo.com" => match parts {
            (Some(id), None, _) if is_vimeo_id(id) => Some(Host::Vimeo),
            (Some(id), Some(key), None) if is_vimeo_id(id) && is_vimeo_key(key) => {
                Some(Host::Vimeo)
            }
            _ => None,
        },
        "player.vimeo.com" => match parts {
            (Some("video"), Some(id), None) if is_vimeo_id(id) => Some(Host::Vimeo),
            _ => None,
        },
        _ => None,
    }
}

fn is_youtube_id(id: &str) -> bool {
    id.len() == 11
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

fn is_vimeo_id(id: &str) -> bool {
    (1..=12).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_vimeo_key(key: &str) -> bool {
    (1..=32).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pages_of_videos_are_known() {
        for address in [
            "https://www.youtube.com/watch?v=aqz-KE-bpKQ",
            "https://www.youtube.com/watch?list=x&v=aqz-KE-bpKQ&t=10s",
            "https://youtu.be/aqz-KE-bpKQ?si=x",
            "https://youtube.com/shorts/aqz-KE-bpKQ",
            "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ",
        ] {
            assert_eq!(host_of(address), Some(Host::YouTube), "{address}");
        }
        for address in [
            "https://vimeo.com/76979871",
            "https://vimeo.com/76979871/8272103f6e",
            "https://player.vimeo.com/video/76979871",
        ] {
            assert_eq!(host_of(address), Some(Host::Vimeo), "{address}");
        }
    }

    #[test]
    fn other_pages_and_imitations_stay_links() {
        for address in [
            "https://www.youtube.com/@someone",
            "https://www.youtube.com/watch?v=short",
            "https://www.youtube.com/watch?v=aqz-KE-bpKQ%22",
            "https://youtube.com.example.org/watch?v=aqz-KE-bpKQ",
            "https://example.org/https://youtu.be/aqz-KE-bpKQ",
            "https://youtu.be@example.org/aqz-KE-bpKQ",
            "javascript://youtu.be/aqz-KE-bpKQ",
            "https://vimeo.com/blog",
            "https://vimeo.com/76979871/8272103f6e/x",
            "/watch?v=aqz-KE-bpKQ",
            "youtu.be",
        ] {
            assert_eq!(host_of(address), None, "{address}");
        }
    }
}
