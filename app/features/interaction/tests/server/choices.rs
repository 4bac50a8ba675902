//! What the form offers.

use interaction::{
    filter::Column,
    model::Named,
    server::queries::{form_choices, values},
};
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

#[tokio::test]
async fn who_may_be_written_into_a_condition_is_who_the_reader_may_know() {
    let pool = fixture::database().await;
    // More than are looked for by the index of texts alone.
    let many = "
        insert into person (id, company_id, first_name, last_name, email, created_at)
        select 10000 + n, 1 + n % 3, 'Zo\u{eb} ' || n, 'Many', 'many' || n || '@many.test', now() from generate_series(1, 900) n";
    sqlx::raw_sql(many).execute(&pool).await.unwrap();
    let visible = visible(&pool, AGENT).await;
    let simple = |table: &str| {
        format!(
            "select email from person p where strpos(search_text, fold_text($1)) > 0 and {table}
             order by sort_name collate \"C\", id limit 12",
        )
    };
    let of_company = simple("company_id = any($2)");
    let of_group = simple(
        "exists (select from group_member m join company_group c using (group_id)
             where m.person_id = p.id and c.company_id = any($2))",
    );
    let mut found = 0;
    for (column, query) in [(Column::RequestedFor, &of_company), (Column::Individual, &of_group)] {
        for text in ["", "a", "zo\u{eb}", "many44", "many", "lind", "astrid", "qqq", "q", "%", "_"] {
            let expected: Vec<String> = sqlx::query_scalar(sqlx::AssertSqlSafe(query.clone()))
                .bind(text)
                .bind([NORTHWIND, CONTOSO].map(|company| company.0))
                .fetch_all(&pool)
                .await
                .unwrap();
            let values = values(&pool, &visible, column, text, 12).await.unwrap();
            assert_eq!(values.into_iter().map(|found| found.value).collect::<Vec<_>>(), expected, "{column:?} {text}");
            found += expected.len();
        }
    }
    assert!(found > 50, "{found} are no trial");
}
