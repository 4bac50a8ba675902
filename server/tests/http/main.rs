//! The whole router in front of a real PostgreSQL: one file a theme.

mod forms;
mod health;
mod login;
mod matrix;
mod pages;
mod safety;
mod server_functions;
mod signed_out;
mod site;
