//! The media library: what is taken in, what is refused, and how an item is kept.

mod drawn;
mod items;
mod uploads;

use plinth_tests::client::{Answer, Client};
use plinth_tests::site::Site;
use serde_json::Value;

/// A part of a form with files.
enum Part<'a> {
    File(&'a str, &'a [u8]),
    Field(&'a str, &'a str),
}

const BOUNDARY: &str = "-------------------plinth-test";

fn body(file_field: &str, parts: &[Part<'_>]) -> Vec<u8> {
    let mut body = Vec::new();
    for part in parts {
        body.extend_from_slice(format!("--{BOUNDARY}\r\n").as_bytes());
        match part {
            Part::File(name, bytes) => {
                let head = format!(
                    "content-disposition: form-data; name=\"{file_field}\"; filename=\"{name}\"\r\n\
                     content-type: application/octet-stream\r\n\r\n"
                );
                body.extend_from_slice(head.as_bytes());
                body.extend_from_slice(bytes);
            }
            Part::Field(name, value) => {
                let head =
                    format!("content-disposition: form-data; name=\"{name}\"\r\n\r\n{value}");
                body.extend_from_slice(head.as_bytes());
            }
        }
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    body
}

fn send(site: &Site, client: &Client, path: &str, accept: &str, body: &[u8]) -> Answer {
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let origin = site.base_url();
    let headers = [
        ("content-type", kind.as_str()),
        ("origin", origin.as_str()),
        ("accept", accept),
    ];
    client.send("POST", path, &headers, body)
}

/// Sends files as the script of the library does.
fn upload(site: &Site, client: &Client, files: &[(&str, &[u8])]) -> Vec<Value> {
    let parts: Vec<_> = files
        .iter()
        .map(|(name, bytes)| Part::File(name, bytes))
        .collect();
    let answer = send(
        site,
        client,
        "/admin/media",
        "application/json",
        &body("files", &parts),
    );
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["results"].as_array().unwrap().clone()
}

/// One file that is taken, as the script sees it.
fn taken(site: &Site, client: &Client, name: &str, bytes: &[u8]) -> Value {
    let mut results = upload(site, client, &[(name, bytes)]);
    let result = results.remove(0);
    assert!(result["item"].is_object(), "{result}");
    result["item"].clone()
}

fn page(item: &Value) -> String {
    item["edit_href"].as_str().unwrap().to_owned()
}

fn action(item: &Value, end: &str) -> String {
    format!("/admin/media/{}/{end}", item["id"].as_str().unwrap())
}

/// How many files lie in the storage, renditions included.
fn stored_files(site: &Site) -> usize {
    fn count(directory: &std::path::Path) -> usize {
        let Ok(entries) = std::fs::read_dir(directory) else {
            return 0;
        };
        entries
            .map(|entry| {
                let path = entry.unwrap().path();
                if path.is_dir() { count(&path) } else { 1 }
            })
            .sum()
    }
    count(site.files())
}

/// A photograph of which every shade makes another.
fn photograph(shade: u8) -> Vec<u8> {
    drawn::jpeg(64, 48, [shade * 8, 255 - shade * 8, shade.wrapping_mul(37)])
}
