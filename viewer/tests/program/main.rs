//! The program itself: started as a user starts it, asked as a service and a page ask it.

mod command_line;
mod memory;
mod pages;
mod protocol;
mod support;
