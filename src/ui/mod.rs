//! What is on the glass. `screens/` say in data what each step shows, `layout` and `widgets/` draw it, `theme` sizes
//! it in millimetres. Nothing here knows a device.

pub mod action;
pub mod density;
pub mod layout;
pub mod measure;
pub mod samples;
pub mod screens;
pub mod spec;
pub mod theme;
pub mod typeset;
pub mod widgets;
