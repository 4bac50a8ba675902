//! The address of a list, where it comes as a text.

use axum::{
    extract::Query,
    http::{
        Uri,
        uri::{InvalidUri, PathAndQuery},
    },
};
use kernel::ApiError;

use crate::model::{LIST_PATH, ListQuery};

/// The list with these parameters. What of them is not understood counts for nothing, as on its page.
///
/// # Errors
/// `Malformed` where they are none.
pub fn list(parameters: &str) -> Result<ListQuery, ApiError> {
    let damaged = |error: &dyn std::fmt::Display| ApiError::Malformed(error.to_string());
    let address: PathAndQuery =
        format!("{LIST_PATH}?{parameters}").parse().map_err(|error: InvalidUri| damaged(&error))?;
    let Query(said) =
        Query::<Vec<(String, String)>>::try_from_uri(&Uri::from(address)).map_err(|error| damaged(&error))?;
    Ok(ListQuery::read(|name| said.iter().filter(|(said, _)| said == name).map(|(_, value)| value.clone()).collect()).0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_as_its_address_says_it() {
        let parameters = "scope=me&days=30&q=a%20b%26&f=vip%3Ais%3Ayes&f=status%3Ais%3Anew&sort=-summary";
        assert_eq!(list(parameters).unwrap().parameters(), parameters);
        assert_eq!(list("").unwrap(), ListQuery::default());
        assert!(matches!(list("a b"), Err(ApiError::Malformed(_))));
    }
}
