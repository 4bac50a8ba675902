//! What the demo companies have: reasons, category trees, services, configuration items, groups.
//!
//! A category path that a situation names must be in the tree of every company it happens in; a
//! test holds the two together.

/// A category with its sub-categories and their types.
pub type Branch = (&'static str, &'static [(&'static str, &'static [&'static str])]);

/// A demo company.
#[derive(Debug)]
pub struct CompanyPlan {
    pub name: &'static str,
    /// What e-mail addresses end in.
    pub domain: &'static str,
    /// What names of devices begin with.
    pub prefix: &'static str,
    /// Of a hundred interactions, and of a hundred people, how many are this company's.
    pub share: usize,
    /// The reasons it has besides the usual ones.
    pub reasons: &'static [&'static str],
    /// Categories it has besides the usual ones.
    pub categories: &'static [Branch],
    pub services: &'static [&'static str],
    pub applications: &'static [&'static str],
    /// Kinds of device: the code within the name, the kind and how many.
    pub devices: &'static [(&'static str, &'static str, u64)],
    /// Which groups serve it (C2G); the first is its first line.
    pub groups: &'static [&'static str],
}

/// The reasons every company starts with.
pub const REASONS: [&str; 4] = ["Enquiry", "Follow Up", "New Incident", "New SR"];

/// The support groups.
pub const GROUPS: &[&str] = &[
    "Service Desk",
    "Network",
    "Fabrikam Desk",
    "Field Support",
    "Applications",
    "Identity and Access",
    "Facilities Desk",
    "Data Centre",
    "Store Systems",
    "Plant Systems",
];

/// The services every company has.
pub const SERVICES: &[&str] = &[
    "Workplace Devices",
    "E-mail and Calendar",
    "Network and Wi-Fi",
    "Remote Access",
    "Telephony",
    "Identity and Access",
    "Printing",
    "File Storage",
    "Meeting Rooms",
];

/// The categories every company has.
pub const CATEGORIES: &[Branch] = &[
    (
        "Hardware",
        &[
            ("Laptop", &["Will not start", "Battery", "Screen", "Docking station", "New or replacement"]),
            ("Desktop", &["Will not start", "Slow", "Noise or heat"]),
            ("Printer", &["Paper jam", "Print quality", "Not printing", "Toner"]),
            ("Phone and tablet", &["Damaged", "Lost or stolen", "Set-up"]),
            ("Peripherals", &["Headset", "Monitor", "Keyboard or mouse", "Webcam"]),
        ],
    ),
    (
        "Software",
        &[
            ("Office", &["Spreadsheets", "Documents", "Presentations"]),
            ("Business applications", &["Finance", "Customers", "Expenses", "Reports"]),
            ("Operating system", &["Update", "Slow", "Crash"]),
            ("Installation", &["New software", "Licence"]),
            ("Browser", &["Page will not open", "Certificate"]),
        ],
    ),
    (
        "Network",
        &[
            ("Wi-Fi", &["No connection", "Slow", "Guest access"]),
            ("VPN", &["No connection", "Drops"]),
            ("Wired", &["Socket dead", "Switch", "Slow"]),
            ("Telephony", &["No sound", "Number change", "Voicemail"]),
        ],
    ),
    (
        "Access",
        &[
            ("Password", &["Reset", "Locked account", "Expired"]),
            ("Two-step sign-in", &["New phone", "No code"]),
            ("Permissions", &["Shared folder", "Application role", "Mailbox"]),
            ("Joiners and leavers", &["New starter", "Leaver", "Mover"]),
        ],
    ),
    (
        "Collaboration",
        &[
            ("Mail", &["Cannot send", "Cannot receive", "Mailbox full", "Suspicious mail"]),
            ("Calendar", &["Invitation", "Shared calendar"]),
            ("Meetings", &["Sound", "Screen sharing", "Recording"]),
            ("Files", &["Sync", "Restore", "Sharing"]),
        ],
    ),
];

const FACILITIES: Branch = (
    "Facilities",
    &[
        ("Building", &["Heating and air", "Lighting", "Doors and locks"]),
        ("Workplace", &["Desk and chair", "Badge", "Locker"]),
        ("Meeting rooms", &["Screen", "Conference set", "Booking panel"]),
    ],
);

/// The demo companies.
pub const COMPANIES: &[CompanyPlan] = &[
    CompanyPlan {
        name: "Northwind",
        domain: "northwind.test",
        prefix: "NW",
        share: 49,
        reasons: &["Warehouse Stoppage"],
        categories: &[
            (
                "Warehouse",
                &[
                    ("Scanners", &["Will not pair", "No network", "Damaged"]),
                    ("Labels", &["Printer offline", "Wrong layout"]),
                    ("Dispatch", &["Manifest", "Carrier link", "Dock doors"]),
                ],
            ),
            FACILITIES,
        ],
        services: &["Warehouse Management", "Carrier Gateway", "Finance and Purchasing"],
        applications: &[
            "Meridian ERP",
            "Waybill WMS",
            "Carta CRM",
            "Tidemark Expenses",
            "Lantern Reports",
            "Carrier Gateway",
            "Atlas Intranet",
        ],
        devices: &[
            ("LT", "laptop", 16),
            ("PC", "desktop", 5),
            ("PR", "printer", 6),
            ("SRV", "server", 6),
            ("SW", "network", 5),
            ("MB", "phone", 5),
            ("SC", "scanner", 5),
        ],
        groups: &[
            "Service Desk",
            "Network",
            "Field Support",
            "Applications",
            "Identity and Access",
            "Facilities Desk",
            "Data Centre",
        ],
    },
    CompanyPlan {
        name: "Contoso",
        domain: "contoso.test",
        prefix: "CO",
        share: 32,
        reasons: &["Store Down", "Complaint"],
        categories: &[
            (
                "Stores",
                &[
                    ("Tills", &["Frozen", "Card terminal", "Receipt printer", "Wrong price"]),
                    ("Stock", &["Handheld", "Delivery", "Stock count"]),
                    ("Online shop", &["Order missing", "Payment", "Page error"]),
                ],
            ),
            FACILITIES,
        ],
        services: &["Tills and Payments", "Stock Control", "Online Shop", "Finance and Purchasing"],
        applications: &[
            "Brightside POS",
            "Stockroom",
            "Helix CRM",
            "Quill Expenses",
            "Online Shop",
            "Numbers Finance",
            "Storefront Intranet",
        ],
        devices: &[
            ("LT", "laptop", 12),
            ("PC", "desktop", 5),
            ("PR", "printer", 5),
            ("SRV", "server", 5),
            ("SW", "network", 5),
            ("MB", "phone", 4),
            ("TILL", "till", 8),
            ("HH", "scanner", 4),
        ],
        groups: &[
            "Service Desk",
            "Network",
            "Field Support",
            "Applications",
            "Identity and Access",
            "Store Systems",
            "Data Centre",
        ],
    },
    CompanyPlan {
        name: "Fabrikam",
        domain: "fabrikam.test",
        prefix: "FK",
        share: 19,
        reasons: &["Line Stop"],
        categories: &[(
            "Plant",
            &[
                ("Line terminals", &["No data", "Screen dark", "Badge reader"]),
                ("Quality", &["Gauge not read", "Report missing"]),
                ("Engineering", &["CAD licence", "CAD crash", "Drawing vault"]),
                ("Time and pay", &["Time clock", "Payslip"]),
            ],
        )],
        services: &["Plant Floor Systems", "Engineering Vault", "Payroll and Time", "Finance and Purchasing"],
        applications: &[
            "Foundry ERP",
            "Linewatch MES",
            "Draftline CAD",
            "Blueprint Vault",
            "Chronos Time",
            "Ferrum Expenses",
            "Gauge QMS",
        ],
        devices: &[
            ("LT", "laptop", 12),
            ("PC", "desktop", 6),
            ("PR", "printer", 5),
            ("SRV", "server", 5),
            ("SW", "network", 4),
            ("MB", "phone", 3),
            ("HMI", "terminal", 8),
        ],
        groups: &["Fabrikam Desk", "Field Support", "Identity and Access", "Plant Systems"],
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_company_is_worth_showing() {
        assert_eq!(COMPANIES.iter().map(|company| company.share).sum::<usize>(), 100);
        for company in COMPANIES {
            let items = company.applications.len() as u64 + company.devices.iter().map(|d| d.2).sum::<u64>();
            assert!((40..=60).contains(&items), "{}: {items} configuration items", company.name);
            assert!(company.groups.iter().all(|group| GROUPS.contains(group)));
            assert!((11..=14).contains(&(SERVICES.len() + company.services.len())));
        }
    }
}
