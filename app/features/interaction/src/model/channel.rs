//! Through: the channel a conversation came in by.

use serde::{Deserialize, Serialize};

/// The ten channels, in the order a form offers them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    Phone,
    Chat,
    WalkIn,
    Email,
    Web,
    MyService,
    VirtualAgent,
    Monitoring,
    Integration,
    EBonding,
}

impl Channel {
    pub const ALL: [Self; 10] = [
        Self::Phone,
        Self::Chat,
        Self::WalkIn,
        Self::Email,
        Self::Web,
        Self::MyService,
        Self::VirtualAgent,
        Self::Monitoring,
        Self::Integration,
        Self::EBonding,
    ];

    /// The channel as the database and a form keep it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Chat => "chat",
            Self::WalkIn => "walk_in",
            Self::Email => "email",
            Self::Web => "web",
            Self::MyService => "my_service",
            Self::VirtualAgent => "virtual_agent",
            Self::Monitoring => "monitoring",
            Self::Integration => "integration",
            Self::EBonding => "ebonding",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.key() == key)
    }

    /// The channel as people read it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Phone => "Phone",
            Self::Chat => "Chat",
            Self::WalkIn => "Walk-in",
            Self::Email => "Email",
            Self::Web => "Web",
            Self::MyService => "MyService",
            Self::VirtualAgent => "Virtual Agent",
            Self::Monitoring => "Monitoring",
            Self::Integration => "Integration",
            Self::EBonding => "EBonding",
        }
    }
}
