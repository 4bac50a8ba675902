//! To whom a letter is just being sent: one at a time to each, so that an address that is slow holds up no other.

use std::sync::{Mutex, MutexGuard, PoisonError};

#[derive(Debug, Default)]
pub struct Addresses(Mutex<Vec<String>>);

impl Addresses {
    pub fn all(&self) -> Vec<String> {
        self.open().clone()
    }

    /// `None` where a letter is being sent to this one already.
    pub fn take(&self, address: &str) -> Option<Addressed<'_>> {
        let mut addresses = self.open();
        if addresses.iter().any(|other| other == address) {
            return None;
        }
        addresses.push(address.to_owned());
        Some(Addressed { all: self, address: address.to_owned() })
    }

    fn open(&self) -> MutexGuard<'_, Vec<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One of them, until it is dropped.
pub struct Addressed<'a> {
    all: &'a Addresses,
    address: String,
}

impl Drop for Addressed<'_> {
    fn drop(&mut self) {
        self.all.open().retain(|other| *other != self.address);
    }
}
