//! The stages that can give up an article.

named! {
    /// The stage that rejected an article. The name is in a header of the dead letter.
    pub enum Stage {
        /// The worker consumes the message.
        Consume => "consume",
        /// The worker decodes the message to an article.
        Decode => "decode",
        /// The worker extracts the events of the article.
        Extract => "extract",
        /// The worker encodes the events as records.
        Encode => "encode",
        /// The worker publishes the records.
        Publish => "publish",
    }
}
