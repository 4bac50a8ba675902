//! `MIGRATIONS` is read when the crate compiles: a new file in the folder has it compiled again.

fn main() {
    println!("cargo::rerun-if-changed=../../migrations");
}
