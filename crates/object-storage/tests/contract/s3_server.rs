//! A real S3-compatible server on this machine, for one test.

use std::io::{BufRead, BufReader};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};

use object_storage::{S3Settings, SecretText};

pub(crate) const BUCKET: &str = "plinth-tests";
pub(crate) const SECRET: &str = "a-secret-that-nobody-may-see";

/// It is ended by its id when the test is done.
pub(crate) struct S3Server {
    process: Child,
    pub(crate) address: SocketAddr,
}

impl S3Server {
    /// A server that takes every key, with a bucket in it.
    pub(crate) fn open() -> Self {
        Self::start(None)
    }

    /// A server that takes any key until it has its bucket, and only known ones after that.
    pub(crate) fn closed() -> Self {
        Self::start(Some(1))
    }

    fn start(actions_before_it_closes: Option<u32>) -> Self {
        let program = std::env::var_os("PLINTH_S3_SERVER").expect(
            "PLINTH_S3_SERVER names no moto_server. bin/test makes one; so does build_s3_server in bin/lib.sh",
        );
        let mut command = Command::new(program);
        command
            .args(["-H", "127.0.0.1", "-p", "0"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        if let Some(actions) = actions_before_it_closes {
            command.env("INITIAL_NO_AUTH_ACTION_COUNT", actions.to_string());
        }
        let mut process = command.spawn().expect("the S3-compatible server starts");
        let mut lines = BufReader::new(process.stderr.take().expect("its output is read")).lines();
        let address = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| {
                let (_, address) = line.split_once("Running on http://")?;
                address.trim().parse().ok()
            })
            .expect("the server says where it listens");
        // Whatever else it says is read, so that it never waits for somebody to do so.
        std::thread::spawn(move || lines.for_each(drop));
        let server = Self { process, address };
        TcpStream::connect(address).expect("the server takes connections");
        ureq::put(server.url(BUCKET))
            .send_empty()
            .expect("the bucket is made");
        server
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}/{path}", self.address)
    }

    /// The settings with which its bucket is used.
    pub(crate) fn settings(&self) -> S3Settings {
        settings_for(self.address)
    }
}

/// The settings for a server at this address.
pub(crate) fn settings_for(address: SocketAddr) -> S3Settings {
    S3Settings {
        bucket: BUCKET.to_owned(),
        region: "us-east-1".to_owned(),
        endpoint: Some(format!("http://{address}").parse().unwrap()),
        access_key_id: "AKIATESTS".to_owned(),
        secret_access_key: SecretText::new(SECRET),
        allow_plain_http: false,
    }
}

impl Drop for S3Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
