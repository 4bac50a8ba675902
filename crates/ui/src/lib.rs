//! The design system of Firstline.
//!
//! It knows no word of the domain: nothing here says what a ticket is. One
//! folder is one component, with its Rust (`mod.rs`) and its look (`style.css`)
//! beside each other; `style/main.css` holds the tokens and imports every
//! `style.css`. `README.md` tells how to add one more, [`gallery`] shows them
//! all.
//!
//! Three rules hold for every component:
//! - it works in the HTML the server sends, before and without scripts: real
//!   controls with `name` and value, real links;
//! - it hydrates without a mismatch, and what a person typed before hydration
//!   is adopted, never overwritten (see [`dom`]);
//! - its visible label is its accessible name.

pub mod alive;
pub mod avatar;
pub mod badge;
pub mod banner;
pub mod button;
pub mod checkbox;
pub mod combobox;
pub mod dialog;
pub mod dom;
pub mod dropdown;
pub mod field;
pub mod file_field;
pub mod gallery;
pub mod icon;
pub mod jump_box;
pub mod keys;
pub mod live;
pub mod long_text;
pub mod menu;
pub mod moment_field;
pub mod page_header;
pub mod pager;
pub mod panel;
mod place;
pub mod progress_bar;
pub mod prose;
pub mod radio_group;
pub mod search_field;
pub mod select;
pub mod shell;
pub mod states;
pub mod table;
pub mod tabs;
pub mod text_field;
pub mod theme;
pub mod time_text;
pub mod toast;
pub mod upload;
pub mod written;

pub use alive::{Alive, once_alive};
pub use avatar::{Avatar, AvatarSize};
pub use badge::{Badge, Kbd, Mark, Tone};
pub use banner::Banner;
pub use button::{Button, ButtonSize, ButtonVariant, IconButton, LinkButton};
pub use checkbox::{Boxes, Checkbox, Toggle, checked_boxes};
pub use combobox::{Choice, ComboSearch, Combobox, combo_search};
pub use dialog::Dialog;
pub use dom::{describe, focus_control, focus_first_invalid, focus_returned};
pub use dropdown::Dropdown;
pub use field::Counter;
pub use file_field::FileField;
pub use gallery::Gallery;
pub use icon::{Icon, IconName};
pub use jump_box::{JumpBox, JumpOffers};
pub use keys::{Chord, Command, KeySettings, KeySheets, click_in_row, provide_keys, step_focus, use_keys};
pub use live::{Live, LiveState, News, provide_live, use_live};
pub use menu::{Menu, MenuItem};
pub use moment_field::{MomentField, browser_now};
pub use page_header::PageHeader;
pub use pager::Pager;
pub use panel::{Card, Panel};
pub use place::keep_place;
pub use progress_bar::ProgressBar;
pub use radio_group::RadioGroup;
pub use search_field::SearchField;
pub use select::{SelectField, SelectOption};
pub use shell::{AppShell, NavItem};
pub use states::{EmptyState, ErrorState, Skeleton};
pub use table::{Align, OnPhone, SortLink, SortState, Table, Td, Th, WrittenRows, drag_columns};
pub use tabs::{LinkTabs, Tab, TabItem, Tabs};
pub use text_field::{Naming, TextArea, TextField};
pub use theme::{Theme, ThemeToggle};
pub use time_text::{TimeMode, TimeText, utc_text};
pub use toast::{Toaster, Toasts, provide_toaster, use_toaster};
pub use written::WrittenItem;
