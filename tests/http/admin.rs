//! What the owner relies on.

mod articles;
mod autosave;
mod bulk;
mod conflicts;
mod feature_pictures;
mod history;
mod inbox;
mod lists;
mod media;
mod pictures;
mod preview_links;
mod previews;
mod publishing;
mod redirects;
mod schedules;
mod sections;
mod services;
mod settings;
mod setup;
mod sign_in;
mod strangers;
mod tags;
mod unavailability;
