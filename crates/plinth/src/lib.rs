//! The program: command line, configuration, wiring. It holds no rule of the site itself.

pub mod application;
pub mod cli;
pub mod configuration;
pub mod database;
pub mod doctor;
pub mod instance_lock;
pub mod jobs;
pub mod logging;
pub mod migrate;
pub mod owner_link;
pub mod secrets;
pub mod serve;
pub mod storage;

pub use application::{Application, ApplicationSettings, StopHandle};
pub use secrets::Secrets;
