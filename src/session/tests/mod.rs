//! The visit machine, tried in three ways: laws that must hold on every random walk, visits told as examples, and one
//! table of all transitions to read at a glance (`transitions.txt`).

mod bench;
mod face;
mod properties;
mod properties_of_time;
mod table;
mod transitions;
mod walk;
