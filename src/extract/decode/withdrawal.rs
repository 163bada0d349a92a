//! How a producer withdraws an article.

named! {
    /// How an article was withdrawn.
    pub enum Withdrawal {
        /// The value of the message is null, or the row of a database was deleted.
        Deleted => "deleted",
        /// The producer canceled the article.
        Canceled => "canceled",
        /// The producer withholds the article.
        Withheld => "withheld",
    }
}
