//! Events whose words mean something else, and events which are noise.

mod events;
mod levels;
mod more;
mod noise;
mod timers;
