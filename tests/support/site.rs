//! A whole site on a port of its own, and a visitor who knows its pages.

use std::num::NonZeroU32;
use std::path::Path;
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::Duration;

use actix_web::rt::System;
use admin_web::PasswordCost;
use chrono::{TimeDelta, Utc};
use object_storage::{ObjectKey, Storage};
use persistence::messages;
use plinth::{Application, ApplicationSettings, Secrets, StopHandle, owner_link};
use tempfile::TempDir;
use url::Url;
use web_kit::FormTokens;

use crate::client::Client;
use crate::database::TestDatabase;
use crate::factories;

/// With what the owner of a test's site signs in.
pub const OWNER_EMAIL: &str = "owner@example.org";

/// A password that a careful person could have.
pub const OWNER_PASSWORD: &str = "granite lantern forty-two wharves";

/// A site that runs until it is dropped.
pub struct Site {
    /// Its database, for what a test prepares or looks up behind the site's back.
    pub database: TestDatabase,
    /// Its files, for the same.
    pub storage: Storage,
    files: TempDir,
    secrets: Secrets,
    base_url: Url,
    server: String,
    handle: StopHandle,
    thread: Option<JoinHandle<()>>,
}

impl Site {
    /// A site with the starter content.
    pub fn start() -> Self {
        Self::start_with(|_| {})
    }

    /// A site with the starter content and settings of its own.
    pub fn start_with(change: impl FnOnce(&mut ApplicationSettings)) -> Self {
        Self::start_on(TestDatabase::with_site(), change)
    }

    /// A site without any content.
    pub fn start_blank() -> Self {
        Self::start_on(TestDatabase::blank_site(), |_| {})
    }

    fn start_on(database: TestDatabase, change: impl FnOnce(&mut ApplicationSettings)) -> Self {
        let secrets = Secrets::random().expect("random bytes");
        let mut settings = ApplicationSettings::new(secrets.clone());
        settings.base_url = Some("http://site.example".parse().expect("an address"));
        settings.contact_limit = many();
        settings.sign_ins_per_address = many();
        settings.sign_ins_per_account = many();
        settings.password_cost = PasswordCost::cheapest();
        settings.workers = Some(1);
        change(&mut settings);
        let (sender, receiver) = mpsc::channel();
        let pool = database.database();
        let files = tempfile::tempdir().expect("a temporary directory");
        let storage = Storage::in_directory(files.path()).expect("it can be used");
        let its_storage = storage.clone();
        let thread = std::thread::spawn(move || {
            System::new().block_on(async {
                let application =
                    Application::build(settings, pool, its_storage).expect("the site is built");
                let facts = (
                    application.stop_handle(),
                    application.port(),
                    application.base_url().clone(),
                );
                sender.send(facts).expect("the test waits");
                application.run().await.expect("the site runs");
            });
        });
        let (handle, port, base_url) = receiver.recv().expect("the site starts");
        let server = format!("http://127.0.0.1:{port}");
        Self {
            database,
            storage,
            files,
            secrets,
            base_url,
            server,
            handle,
            thread: Some(thread),
        }
    }

    /// The public address, without a slash at its end.
    pub fn base_url(&self) -> String {
        self.base_url.origin().ascii_serialization()
    }

    /// Where its files are.
    pub fn files(&self) -> &Path {
        self.files.path()
    }

    /// Stores bytes behind the site's back.
    pub fn store(&self, key: &ObjectKey, bytes: &[u8]) {
        let put = self.storage.put(key, bytes.to_vec().into());
        System::new().block_on(put).expect("they are stored");
    }

    /// Somebody without an account.
    pub fn visitor(&self) -> Client {
        Client::new(&self.server, &self.base_url())
    }

    /// The owner, signed in. The first call makes the account.
    pub fn owner(&self) -> Client {
        let client = self.visitor();
        let has_owner = self
            .database
            .number("select count(*) as value from accounts")
            > 0;
        let answer = if has_owner {
            let fields = [("email", OWNER_EMAIL), ("password", OWNER_PASSWORD)];
            client.post("/admin/sign-in", &fields)
        } else {
            client.post(&self.setup_link(), &Self::owner_fields())
        };
        assert_eq!(answer.status, 303, "{}", answer.text());
        // The first page shows the welcome; the test's own pages shall not.
        client.get("/admin");
        client
    }

    /// The form that makes the owner.
    pub fn owner_fields() -> [(&'static str, &'static str); 3] {
        [
            ("email", OWNER_EMAIL),
            ("password", OWNER_PASSWORD),
            ("password_confirmation", OWNER_PASSWORD),
        ]
    }

    /// The path of a fresh set-up or recovery link.
    pub fn setup_link(&self) -> String {
        let mut connection = self.database.connection();
        let (link, _) = owner_link::issue(&mut connection, &self.base_url).expect("a link");
        link.path().to_owned()
    }

    /// A stamp for the contact form, on a page that was made so long ago.
    pub fn form_token(&self, age: Duration) -> String {
        let age = TimeDelta::from_std(age).expect("a sensible age");
        FormTokens::new(self.secrets.form_token_key()).issue("contact", Utc::now() - age)
    }

    /// Stores a visitor's message and gives its id.
    pub fn store_message(&self, words: &str) -> String {
        let message = factories::message(words);
        messages::insert(&mut self.database.connection(), &message).expect("it is stored");
        message.id.to_string()
    }
}

fn many() -> NonZeroU32 {
    NonZeroU32::MIN.saturating_add(9_999)
}

impl Drop for Site {
    fn drop(&mut self) {
        // What a test leaves open must not hold it up.
        System::new().block_on(self.handle.stop_at_once());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
