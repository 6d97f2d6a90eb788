//! What a run cost, from its model's name and its token counts (spec `cost-and-tokens.md` 2 to 4).
//!
//! Three sources, the first that knows the model wins: the price table; the price table again, without the date or `-latest`
//! that ends the name; and the reference's older table of name parts. It refuses to know where usage comes from.

mod book;
mod legacy;
mod rate;

pub use book::PriceBook;
