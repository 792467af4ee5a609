//! Uketsuke (受付): a hospital reception kiosk for the My Number card.
pub mod a11y;
pub mod app;
pub mod centre;
pub mod commands;
pub mod config;
pub mod devices;
pub mod eligibility;
pub mod i18n;
pub mod practice;
pub mod script;
pub mod session;
pub mod ui;
