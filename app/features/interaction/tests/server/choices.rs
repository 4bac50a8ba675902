//! What the form offers.

use interaction::{model::Named, server::queries::form_choices};
use platform::testing::fixture::{self, *};

use super::support::visible;

fn names(list: &[Named]) -> Vec<&str> {
    list.iter().map(|named| named.name.as_str()).collect()
}

#[tokio::test]
async fn a_company_offers_what_is_its_own() {
    let pool = fixture::database().await;
    let choices = form_choices(&pool, &visible(&pool, COLLEAGUE).await, Some(NORTHWIND)).await.unwrap();
    assert_eq!(names(&choices.companies), ["Contoso", "Northwind"]);
    assert_eq!(names(&choices.reasons), ["Enquiry", "New Incident"], "in their order, without what is retired");
    assert_eq!(names(&choices.children(None)), ["Hardware", "Software"]);
    assert_eq!(names(&choices.children(Some(PRINTERS[0]))), ["Printer"]);
    assert_eq!((names(&choices.cis), names(&choices.services)), (vec!["printer-7"], vec!["Mail"]));
    let groups: Vec<_> = choices.groups.iter().map(|group| group.name.as_str()).collect();
    assert_eq!(groups, ["Network", "Service Desk"]);
    let members = choices.members(&SERVICE_DESK.to_string());
    assert_eq!(names(&members), ["Astrid Berg", "Bo Lind", "Magda Klein", "Vera Blick"], "without who left");
}

#[tokio::test]
async fn ones_own_groups_are_offered_beside_the_companys() {
    let pool = fixture::database().await;
    let choices = form_choices(&pool, &visible(&pool, AGENT).await, Some(CONTOSO)).await.unwrap();
    let groups: Vec<_> = choices.groups.iter().map(|group| group.name.as_str()).collect();
    assert_eq!(groups, ["Field Crew", "Network", "Service Desk"]);
    assert_eq!((names(&choices.cis), choices.categories.len()), (vec![], 0));
}

#[tokio::test]
async fn a_company_one_does_not_see_offers_nothing() {
    let pool = fixture::database().await;
    for company in [None, Some(FABRIKAM), Some(kernel::CompanyId(999))] {
        let choices = form_choices(&pool, &visible(&pool, AGENT).await, company).await.unwrap();
        assert_eq!(names(&choices.companies), ["Contoso", "Northwind"]);
        assert_eq!(choices.company, None);
        assert!(choices.reasons.is_empty() && choices.groups.is_empty() && choices.categories.is_empty());
    }
    let nothing = form_choices(&pool, &visible(&pool, UNASSIGNED).await, Some(NORTHWIND)).await.unwrap();
    assert!(nothing.companies.is_empty() && nothing.reasons.is_empty());
}
