//! The day that the relative dates of a text are counted from.

use jiff::civil::Date;

use super::dateline::StatedDay;
use crate::model::{Article, PublishedFrom};

/// How many days after its dateline an article may have been published. A day before it can be the same day in another zone.
const DAYS_LATER: std::ops::RangeInclusive<i32> = -1..=30;

/// The day of the dateline, where it can be that of the text, else the article's own. Where the article states no date, the
/// dateline is better than any time of an envelope or a message, however much later that is.
pub(super) fn anchor(article: &Article, dateline: Option<StatedDay>) -> Option<Date> {
    let own = article.anchor();
    let latest = own.and_then(|own| own.tomorrow().ok());
    let Some(stated) = dateline.and_then(|stated| stated.not_after(latest)) else { return own };
    let Some(own) = own else { return Some(stated) };
    let later = (own - stated).get_days();
    let is_inferred = matches!(article.published_from, PublishedFrom::Envelope | PublishedFrom::Message);
    let can_be = DAYS_LATER.contains(&later) || is_inferred && later > 0;
    Some(if can_be { stated } else { own })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dateline_counts_where_it_can_be_right() {
        use PublishedFrom::{Article as Own, Envelope, Message, Unknown};
        let day = |year, month, day| Some(StatedDay { year, month, day });
        for (published, from, dateline, expected) in [
            ("2024-10-16", Own, day(Some(2024), 10, 14), "2024-10-14"),
            ("2024-10-16", Own, day(None, 10, 14), "2024-10-14"),
            ("2024-10-14", Own, day(None, 10, 14), "2024-10-14"),
            ("2024-10-13", Own, day(None, 10, 14), "2024-10-14"),
            ("2024-10-12", Own, day(None, 10, 14), "2024-10-12"),
            ("2024-12-16", Own, day(None, 10, 14), "2024-12-16"),
            ("2024-12-16", Own, day(Some(2019), 10, 14), "2024-12-16"),
            ("2025-01-02", Own, day(None, 12, 30), "2024-12-30"),
            ("2024-12-16", Message, day(None, 10, 14), "2024-10-14"),
            ("2024-12-16", Envelope, day(Some(2019), 10, 14), "2019-10-14"),
            ("2024-12-16", Message, day(Some(2026), 10, 14), "2024-12-16"),
            ("2024-12-16", Own, None, "2024-12-16"),
            ("none", Unknown, day(Some(2024), 10, 14), "2024-10-14"),
            ("none", Unknown, day(None, 10, 14), "none"),
        ] {
            let written_on = published.parse().ok();
            let article = Article { written_on, published_from: from, ..Article::of_text("a", "") };
            let found = anchor(&article, dateline).map_or_else(|| "none".to_owned(), |day| day.to_string());
            assert_eq!(found, expected, "{published} {from:?} {dateline:?}");
        }
    }
}
