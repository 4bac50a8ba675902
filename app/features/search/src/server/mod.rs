//! The server's half: [`queries`] alone. Who may see what, each kind says itself.

pub mod queries;
