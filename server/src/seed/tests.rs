//! What the generator promises of its texts and its rows.
