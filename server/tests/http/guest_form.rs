//! Without JavaScript: somebody who is not found is added as a guest beside the box they were typed into,
//! and the form around it loses nothing.

use interaction::model::Draft;
use platform::testing::fixture::{self, *};

use super::site::{Answer, Browser, Site, draft};

const NEW: &str = "/interactions/new";
const RECORD: &str = "/interactions/INT0000001";
const SUBMISSION: (&str, &str) = ("submission", "00000000-0000-4000-8000-000000000001");

/// A form whose caller nobody knows.
fn unknown() -> Draft {
    Draft {
        requested_for: String::new(),
        requested_for_text: "Greta van Gast".into(),
        requested_by: String::new(),
        summary: "Typed <with> care".into(),
        contact_phone: "0108 ext. 7".into(),
        ..draft()
    }
}

async fn send(site: &Site, browser: &Browser, path: &str, draft: &Draft, more: &[(&str, &str)]) -> Answer {
    let fields = draft.to_fields().0;
    let mut fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.extend(more);
    site.post(browser, path, &fields).await
}

/// The guest form's fields and the button beside Requested For.
fn guest<'a>(email: &'a str, more: (&'a str, &'a str)) -> Vec<(&'a str, &'a str)> {
    vec![
        more,
        ("intent", "add_requested_for"),
        ("requested_for_guest_first_name", "Greta"),
        ("requested_for_guest_last_name", "van Gast"),
        ("requested_for_guest_email", email),
        ("requested_for_guest_contact_number", "020 7946 0999"),
        ("requested_for_guest_address", "1 Long Lane"),
    ]
}

/// The control of this name has this value.
fn holds(answer: &Answer, name: &str, value: &str) -> bool {
    let tag = |tag: &&str| tag.contains(&format!(r#"name="{name}""#)) && tag.contains(&format!(r#"value="{value}""#));
    answer.body.split('<').any(|part| tag(&part))
}

async fn guests(site: &Site) -> i64 {
    fixture::count(&site.pool, "select count(*) from person where kind = 'guest'").await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_guest_form_is_offered_where_somebody_is_not_found_and_nowhere_else() {
    let site = Site::new().await;
    let agent = site.browser(AGENT).await;
    let empty = site.get(&agent, NEW).await;
    assert!(!empty.body.contains("_guest_"));
    let answer = send(&site, &agent, NEW, &unknown(), &[SUBMISSION]).await;
    assert!(answer.status == 422 && answer.body.contains("User not found"));
    for (name, value) in [
        ("requested_for_guest_first_name", "Greta van"),
        ("requested_for_guest_last_name", "Gast"),
        ("requested_for_guest_email", ""),
        ("requested_for_guest_company_name", "Northwind"),
        ("intent", "add_requested_for"),
    ] {
        assert!(holds(&answer, name, value), "{name}: {}", answer.body);
    }
    assert!(!answer.body.contains("requested_by_guest_"), "Requested By was left out, not unknown");
    let by_email = Draft { requested_by_text: "greta@example.test".into(), ..unknown() };
    let answer = send(&site, &agent, NEW, &by_email, &[SUBMISSION]).await;
    assert!(holds(&answer, "requested_by_guest_email", "greta@example.test"), "{}", answer.body);
    let written_over = Draft { requested_for: REQUESTER.to_string(), ..unknown() };
    let answer = send(&site, &agent, NEW, &written_over, &[SUBMISSION]).await;
    assert!(holds(&answer, "requested_for", ""), "the former choice is let go of: {}", answer.body);
    let shown = answer.body.split("<fieldset").find(|part| part.contains("requested_for_guest_")).unwrap();
    assert!(!shown.split('>').next().unwrap().contains("hidden"), "{shown}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guest_is_added_and_filled_in_and_the_form_is_as_it_was() {
    let site = Site::new().await;
    let agent = site.browser(AGENT).await;
    let answer = send(&site, &agent, NEW, &unknown(), &guest("greta@example.test", SUBMISSION)).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let id: i64 = sqlx::query_scalar("select id from person where kind = 'guest' and company_id = 1")
        .fetch_one(&site.pool)
        .await
        .unwrap();
    for (name, value) in [
        ("requested_for", id.to_string().as_str()),
        ("requested_for_text", "Greta van Gast"),
        ("requested_by", &id.to_string()),
        ("requested_by_text", "Greta van Gast"),
        ("summary", "Typed &lt;with&gt; care"),
        ("contact_email", "greta@example.test"),
        ("contact_phone", "0108 ext. 7"),
        SUBMISSION,
    ] {
        assert!(holds(&answer, name, value), "{name}: {}", answer.body);
    }
    assert!(!answer.body.contains("_guest_") && !answer.body.contains(r#"aria-invalid="true""#));
    let told = fixture::events(&site.pool).await;
    assert_eq!(told[1..], [("person.guest_added".to_owned(), id, Some(AGENT))], "and no interaction");

    let filled = Draft {
        requested_for: id.to_string(),
        requested_for_text: "Greta van Gast".into(),
        requested_by: id.to_string(),
        ..unknown()
    };
    let saved = send(&site, &agent, NEW, &filled, &[SUBMISSION]).await;
    assert_eq!((saved.status.as_u16(), saved.location()), (303, RECORD));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guest_who_cannot_be_added_is_told_field_by_field_and_nothing_is_lost() {
    let site = Site::new().await;
    let agent = site.browser(AGENT).await;
    let taken = send(&site, &agent, NEW, &unknown(), &guest("rosa.quest@northwind.test", SUBMISSION)).await;
    assert!(taken.status == 422 && taken.body.contains("Email already exists"), "{}", taken.body);
    for (name, value) in [
        ("requested_for_text", "Greta van Gast"),
        ("requested_for_guest_last_name", "van Gast"),
        ("requested_for_guest_email", "rosa.quest@northwind.test"),
        ("summary", "Typed &lt;with&gt; care"),
        SUBMISSION,
    ] {
        assert!(holds(&taken, name, value), "{name}: {}", taken.body);
    }
    assert!(taken.body.contains("1 Long Lane"));
    let wrong = send(&site, &agent, NEW, &unknown(), &guest("nowhere", SUBMISSION)).await;
    assert!(wrong.status == 422 && wrong.body.contains("Enter an email address like name@example.com."));
    for company in ["", "3", "999"] {
        let draft = Draft { company: company.into(), ..unknown() };
        let answer = send(&site, &agent, NEW, &draft, &guest("greta@example.test", SUBMISSION)).await;
        assert!(answer.status == 422 && answer.body.contains("Choose a company"), "{company}: {}", answer.body);
        assert!(holds(&answer, "requested_for_guest_email", "greta@example.test"), "{company}");
    }
    // Whoever saves instead keeps what stands in the guest form.
    let fields: Vec<_> = guest("nowhere", SUBMISSION).into_iter().filter(|(name, _)| *name != "intent").collect();
    let saved = send(&site, &agent, NEW, &unknown(), &fields).await;
    assert!(saved.status == 422 && holds(&saved, "requested_for_guest_email", "nowhere"), "{}", saved.body);
    assert_eq!((guests(&site).await, site.interactions().await), (0, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_record_takes_a_guest_of_its_own_company_and_stays_at_its_version() {
    let site = Site::new().await;
    let number = site.log(AGENT, &draft()).await;
    let agent = site.browser(AGENT).await;
    let elsewhere = Draft { company: CONTOSO.to_string(), ..unknown() };
    let colleague = site.browser(COLLEAGUE).await;
    let theirs = Draft { summary: "Prints only green".into(), ..draft() };
    assert_eq!(send(&site, &colleague, RECORD, &theirs, &[("version", "1")]).await.status, 303);
    let answer = send(&site, &agent, RECORD, &elsewhere, &guest("greta@example.test", ("version", "1"))).await;
    assert_eq!(answer.status, 200, "{number}: {}", answer.body);
    assert!(holds(&answer, "version", "1") && holds(&answer, "requested_for_text", "Greta van Gast"));
    assert!(holds(&answer, "summary", "Typed &lt;with&gt; care"));
    let company = fixture::count(&site.pool, "select company_id from person where kind = 'guest'").await;
    assert_eq!(company, NORTHWIND.0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_may_not_add_a_guest_adds_none() {
    let site = Site::new().await;
    site.log(AGENT, &draft()).await;
    for (person, path, lawful) in [
        (VIEWER, NEW, &[403, 404][..]),
        (VIEWER, RECORD, &[403]),
        (REQUESTER, NEW, &[404]),
        (REQUESTER, RECORD, &[302]),
        (OUTSIDER, RECORD, &[404]),
    ] {
        let browser = site.browser(person).await;
        let fields = [guest("greta@example.test", SUBMISSION), vec![("version", "1")]].concat();
        let answer = send(&site, &browser, path, &unknown(), &fields).await;
        assert!(lawful.contains(&answer.status.as_u16()), "{person} {path}: {}", answer.status);
    }
    let signed_out = send(&site, &Browser::nobody(), NEW, &unknown(), &guest("greta@example.test", SUBMISSION)).await;
    assert_eq!(signed_out.status, 401);
    assert!(holds(&signed_out, "requested_for_guest_email", "greta@example.test"), "{}", signed_out.body);
    assert_eq!(guests(&site).await, 0);
}
