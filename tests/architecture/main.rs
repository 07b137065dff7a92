//! The rules of the house that a machine can check: which room knows which, and what is absent
//! where.

mod renderer;
mod rooms;
mod sources;
