//! A database per test, cloned from one that was migrated once.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use chrono::Utc;
use diesel::RunQueryDsl;
use diesel::connection::SimpleConnection;
use embedded_postgres::{Cluster, ClusterSettings, Durability};
use persistence::starter::InitialContent;
use persistence::{Database, PgConnection, PoolSettings};

const EMPTY_TEMPLATE: &str = "plinth_template_empty";
const SITE_TEMPLATE: &str = "plinth_template_site";
const DIRECTORY_PREFIX: &str = "plinth-tests-";

static CLUSTER: OnceLock<Cluster> = OnceLock::new();
static NEXT_NUMBER: AtomicU32 = AtomicU32::new(1);

/// A database of one test's own; dropping it removes it.
pub struct TestDatabase {
    name: String,
    database: Database,
}

impl TestDatabase {
    /// A migrated database without a site in it.
    pub fn empty() -> Self {
        Self::clone_of(EMPTY_TEMPLATE)
    }

    /// A database with the starter content in it.
    pub fn with_site() -> Self {
        Self::clone_of(SITE_TEMPLATE)
    }

    /// A database with a site that has no content yet.
    pub fn blank_site() -> Self {
        let fixture = Self::empty();
        let content = initial(starter_content::blank().expect("the blank content is valid"));
        persistence::starter::initialise(&mut fixture.connection(), &content, Utc::now())
            .expect("the blank content is stored");
        fixture
    }

    /// A database in which no migration has run.
    pub fn bare() -> Self {
        Self::clone_of("template0")
    }

    fn clone_of(template: &str) -> Self {
        let number = NEXT_NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("test_{}_{number}", std::process::id());
        execute_as_admin(&format!("create database {name} template {template}"));
        let database = Database::connect(
            &address_of(&name),
            PoolSettings {
                max_connections: 4,
                ..PoolSettings::default()
            },
        );
        Self { name, database }
    }

    /// The pool.
    pub fn database(&self) -> Database {
        self.database.clone()
    }

    /// The database's libpq address.
    pub fn address(&self) -> String {
        address_of(&self.name)
    }

    /// A connection outside of the pool.
    pub fn connection(&self) -> PgConnection {
        Database::connect_directly(&self.address()).expect("the test's database answers")
    }

    /// Runs SQL as it stands.
    pub fn execute(&self, sql: &str) {
        self.connection().batch_execute(sql).expect("the SQL runs");
    }

    /// Asks for one number, in a column named `value`.
    pub fn number(&self, sql: &str) -> i64 {
        #[derive(diesel::QueryableByName)]
        struct Row {
            #[diesel(sql_type = diesel::sql_types::BigInt)]
            value: i64,
        }
        diesel::sql_query(sql)
            .get_result::<Row>(&mut self.connection())
            .expect("the SQL gives one number")
            .value
    }

    /// How PostgreSQL would answer a query.
    pub fn plan(&self, query: &str) -> String {
        #[derive(diesel::QueryableByName)]
        struct Row {
            #[diesel(sql_type = diesel::sql_types::Text, column_name = "QUERY PLAN")]
            line: String,
        }
        let lines = diesel::sql_query(format!("explain {query}"))
            .load::<Row>(&mut self.connection())
            .expect("the query can be planned");
        let lines: Vec<_> = lines.into_iter().map(|row| row.line).collect();
        lines.join("\n")
    }

    /// Asks for texts, in a column named `value`.
    pub fn texts(&self, sql: &str) -> Vec<String> {
        #[derive(diesel::QueryableByName)]
        struct Row {
            #[diesel(sql_type = diesel::sql_types::Text)]
            value: String,
        }
        diesel::sql_query(sql)
            .load::<Row>(&mut self.connection())
            .expect("the SQL gives texts")
            .into_iter()
            .map(|row| row.value)
            .collect()
    }
}

impl TestDatabase {
    /// Ends every connection to this database and lets no new one in, or lets them in again: what
    /// a site sees of a database that goes away and comes back.
    pub fn set_reachable(&self, is_reachable: bool) {
        let name = &self.name;
        execute_as_admin(&format!(
            "alter database {name} allow_connections {is_reachable}"
        ));
        if !is_reachable {
            execute_as_admin(&format!(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'"
            ));
        }
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        // A failing test must not fail twice because the server is gone.
        if let Ok(mut admin) = Database::connect_directly(&address_of("postgres")) {
            let _ = admin.batch_execute(&format!("drop database {} with (force)", self.name));
        }
    }
}

/// The address of a database in this process's private cluster.
fn address_of(name: &str) -> String {
    cluster().connection_string(name)
}

fn execute_as_admin(sql: &str) {
    admin_connection(cluster())
        .batch_execute(sql)
        .expect("the admin's SQL runs");
}

fn admin_connection(cluster: &Cluster) -> PgConnection {
    Database::connect_directly(&cluster.connection_string("postgres"))
        .expect("the private PostgreSQL answers")
}

fn cluster() -> &'static Cluster {
    CLUSTER.get_or_init(|| {
        sweep();
        let directory =
            std::env::temp_dir().join(format!("{DIRECTORY_PREFIX}{}", std::process::id()));
        fs::create_dir_all(&directory).expect("the temporary directory can be written");
        // The server runs as another user when the tests run as root.
        fs::set_permissions(&directory, fs::Permissions::from_mode(0o755))
            .expect("our own directory can be opened to others");
        let mut settings = ClusterSettings::new(directory);
        settings.durability = Durability::Disposable;
        let cluster = Cluster::start_or_adopt(&settings).expect("a private PostgreSQL starts");
        make_templates(&cluster);
        cluster
    })
}

fn make_templates(cluster: &Cluster) {
    let mut admin = admin_connection(cluster);
    admin
        .batch_execute(&format!(
            "create database {EMPTY_TEMPLATE} template template0"
        ))
        .expect("the first template is made");
    {
        let mut connection = Database::connect_directly(&cluster.connection_string(EMPTY_TEMPLATE))
            .expect("answers");
        persistence::migrations::run(&mut connection).expect("the migrations run");
    }
    admin
        .batch_execute(&format!(
            "create database {SITE_TEMPLATE} template {EMPTY_TEMPLATE}"
        ))
        .expect("the second template is made");
    let mut connection =
        Database::connect_directly(&cluster.connection_string(SITE_TEMPLATE)).expect("answers");
    persistence::starter::initialise(&mut connection, &starter_content(), Utc::now())
        .expect("the starter content is loaded");
}

/// The content that a new site begins with.
pub fn starter_content() -> InitialContent {
    initial(starter_content::load().expect("the starter content is valid"))
}

fn initial(content: starter_content::StarterContent) -> InitialContent {
    InitialContent {
        count_words: content::word_count,
        settings: content.settings,
        sections: content.sections,
        services: content.services,
        articles: content.articles,
    }
}

/// Removes what earlier test programs left behind; their servers ended with them.
fn sweep() {
    let Ok(entries) = fs::read_dir(std::env::temp_dir()) else {
        return;
    };
    for path in entries.flatten().map(|entry| entry.path()) {
        if process_of(&path)
            .is_some_and(|process| !PathBuf::from(format!("/proc/{process}")).exists())
            && cfg!(target_os = "linux")
        {
            let _ = fs::remove_dir_all(path);
        }
    }
}

fn process_of(path: &std::path::Path) -> Option<u32> {
    path.file_name()?
        .to_str()?
        .strip_prefix(DIRECTORY_PREFIX)?
        .parse()
        .ok()
}
