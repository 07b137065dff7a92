//! The whole site as its visitors and its owner meet it, over HTTP, through the same
//! `Application::build` that the program uses.

mod admin;
mod public;
