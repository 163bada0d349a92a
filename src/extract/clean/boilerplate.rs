//! Lines around a story that are not the story: offers, credits, bylines, captions. Precision first: what is in doubt stays.

use std::sync::LazyLock;

use regex::Regex;

use crate::extract::markup::{Block, Letter, trim};
use crate::model::SectionKind;

/// Longer paragraphs have content, whatever they begin with.
const LONGEST_WORDS: usize = 45;

/// How a line of boilerplate begins.
const BEGINNINGS: &str = r"(?xi) ^ (?:
    read \s (?: more | also | next | the \s (?: full \s )? (?: rest | article | story | report ) ) \b (?: \s? [:|»>.…] | \s (?: about | on | at | here | from | stories | in | of ) \b | \s* $ ) | also \s read \b | see \s also \s? : | related (?: \s (?: articles? | stories | coverage | content ) )? \s? (?: : | $ )
  | more \s on \s this \s story | more \s from \s .{1,60} $ | click \s here \b | (?: please \s )? sign \s up \s (?: for | to ) \s (?: our | the | receive | get | daily ) \b
  | subscribe \s (?: to | now | for | today ) \b | follow \s (?: us | @ | our ) | like \s us \s on \b | join \s our \s (?: newsletter | channel | whatsapp | telegram | mailing )
  | share \s (?: this | on | via ) \b | (?: print | email | e-mail | save ) \s this \s (?: article | page | story )
  | advertise (?: ment ) s? [.:]? $ | sponsored (?: \s content )? $ | (?: story | article ) \s continues \s below | continue \s reading \b | (?: skip | jump ) \s to \s (?: content | main )
  | this \s (?: article | story | report | post ) \s (?: was | has \s been | is ) \s (?: originally | first | updated | corrected | published | republished | translated | refreshed | part \s of )
  | (?: copyright | \(c\) | © ) \s? (?: \(c\) | © | \d | by | the ) | © | all \s rights \s reserved
  | (?: photo | image | picture | photograph ) s? \s? (?: : | by \s | credit ) | image \s (?: source | copyright )
  | \( ? (?: additional \s )? (?: reporting | writing | editing | compiled | translated | edited | written | reported ) \s by \s
  | our \s standards \s? : | for \s more \s (?: information | news | stories | on \s this ) | (?: get | receive ) \s the \s latest | stay \s (?: up \s to \s date | informed | tuned )
  | (?: watch | listen | video | tags | topics | keywords | filed \s under | source | sources | last \s updated | updated | published | posted | first \s published ) \s? : \s? .{0,120} $
  | (?: last \s updated | published | updated | posted ) \s (?: on | at | \d ) .{0,60} $
  | we \s use \s cookies | (?: accept | cookie ) \s (?: all \s )? (?: cookies | policy | settings ) | leave \s a \s comment | (?: view | show | post ) \s (?: all \s )? comments? \b | \d* \s? comments? $
  | \d+ \s (?: min | minute ) s? \s read | download \s (?: our | the ) \s .{0,40} \b app \b | (?: back | return ) \s to \s (?: top | home )
  )";

/// What a line of boilerplate has in it.
const WITHIN: &str = r"(?xi) all \s rights \s reserved | contributed \s (?: to \s this \s (?: report | story | article ) | reporting ) | may \s not \s be \s published,? \s broadcast
  | trust \s principles | sign \s up \s for \s our | subscribe \s to \s our | follow \s us \s on \b | terms \s of \s (?: use | service ) | privacy \s policy \s (?: and | \| ) | \b editing \s by \s [A-Z]
  | (?: follow | contact ) .{1,60} (?: on \s twitter | \s at \s @ ) | click \s here \s to ";

/// A byline: names only, with what joins them.
const BYLINE: &str = r"^(?:(?i:by|from|story by|words by|analysis by)) (?:\p{Lu}[\p{L}.'’-]*|and|&|of|de|da|del|di|van|von|der|den|bin|al|el|la|le|in|at|for|the|with)(?:,? (?:\p{Lu}[\p{L}.'’-]*|and|&|of|de|da|del|di|van|von|der|den|bin|al|el|la|le|in|at|for|the|with|\|)){0,13},?$";

/// Networks, agencies and dates alone on a line.
const LABELS: &str = r"(?xi) ^ (?: (?: facebook | twitter | x | whatsapp | linkedin | telegram | reddit | pinterest | email | e-mail | print | share | tweet | copy \s link | messenger | instagram ) [\s,|•·]* )+ $
  | ^ \( ? (?: ap | reuters | afp | the \s associated \s press | associated \s press | agence \s france-presse | bloomberg | upi | dpa | xinhua | tass | staff (?: \s writer | \s reporter )? ) \) ? $ | ^ [-*_=•·—–\s]+ $";

/// A caption, by its credit or its first words.
const CAPTION: &str = r"(?x) \( (?: AP \s Photo | (?i: file \s )? [Pp]hoto (?: \s by | : | \s courtesy ) | Photograph ) | / \s? (?: Getty | AFP | AP | Reuters | REUTERS | EPA | Shutterstock | Pool ) \s? (?: Images )? \b .{0,60} $
  | REUTERS/ | EPA-EFE | AFP/ | via \s Getty | \[ (?: File | Photo ) | ^ (?: File | FILE ) \s (?: [Pp]hoto | PHOTO | - | — | – ) | ^ FILE: | ^ (?: Image | Photo | Picture ) \s caption \b | ^ Pictured (?: \s (?: above | here | left | right ) )? \s? :
  | ^ In \s this \s (?: file \s | undated \s | handout \s )? (?: photo | image | picture | frame ) \b | ^ (?i: caption ) \s? : ";

struct Patterns {
    beginnings: Regex,
    within: Regex,
    byline: Regex,
    labels: Regex,
    caption: Regex,
    tail: Regex,
}

/// Credits at the end of the last paragraph of a story.
const TAIL: &str = r"\s(\((?:Additional )?(?:[Rr]eporting|[Ww]riting|[Ee]diting|Compiled|Translated|Edited) by [^()]*\)\.?|(?:Additional r|R)eporting by [^.;]{3,200}; ?(?:[Ww]riting|[Ee]diting) by [^.;]{3,120}\.?)$";

static PATTERNS: LazyLock<Option<Patterns>> = LazyLock::new(|| {
    Some(Patterns {
        beginnings: Regex::new(BEGINNINGS).ok()?,
        within: Regex::new(WITHIN).ok()?,
        byline: Regex::new(BYLINE).ok()?,
        labels: Regex::new(LABELS).ok()?,
        caption: Regex::new(CAPTION).ok()?,
        tail: Regex::new(TAIL).ok()?,
    })
});

/// What a paragraph is, where it is not the story.
pub(super) fn kind(text: &str) -> Option<SectionKind> {
    let patterns = PATTERNS.as_ref()?;
    let words = text.split(' ').count();
    if words > 2 * LONGEST_WORDS {
        return None;
    }
    if words <= 14 && patterns.byline.is_match(text) || patterns.labels.is_match(text) {
        return Some(SectionKind::Boilerplate);
    }
    if patterns.caption.is_match(text) {
        return Some(SectionKind::Caption);
    }
    let is_boilerplate =
        words <= LONGEST_WORDS && (patterns.beginnings.is_match(text) || patterns.within.is_match(text));
    is_boilerplate.then_some(SectionKind::Boilerplate)
}

/// Splits the credits off the end of a paragraph.
pub(super) fn split_tail(block: Block) -> Vec<Block> {
    let text = block.text();
    let Some(tail) = PATTERNS.as_ref().and_then(|patterns| patterns.tail.captures(&text)?.get(1)) else {
        return vec![block];
    };
    let at = text.get(..tail.start()).map_or(0, |before| before.chars().count());
    let Some((story, credits)) = block.letters.split_at_checked(at) else { return vec![block] };
    let of = |letters: &[Letter], kind| Block { letters: trim(letters).to_vec(), kind, time: block.time.clone() };
    let parts = [of(story, block.kind), of(credits, Some(SectionKind::Boilerplate))];
    parts.into_iter().filter(|block| !block.letters.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(expected: Option<SectionKind>, texts: &[&str]) {
        assert!(PATTERNS.is_some());
        for text in texts {
            assert_eq!(kind(text), expected, "{text}");
        }
    }

    #[test]
    fn boilerplate_is_marked() {
        check(
            Some(SectionKind::Boilerplate),
            &[
                "Read more: Ministers meet in Riga",
                "Read more",
                "Sign up for our daily newsletter.",
                "Follow us on Twitter",
                "Share this article",
                "ADVERTISEMENT",
                "© 2024 The Example Press. All rights reserved.",
                "Copyright 2024 Example Press",
                "By Ann Lee and Bo Kim",
                "By ANN LEE, Example Press",
                "Reporting by Ann Lee; Editing by Bo Kim",
                "Ann Lee in Riga contributed to this report.",
                "Facebook Twitter WhatsApp",
                "Our Standards: The Example Trust Principles.",
                "(AP)",
                "5 min read",
            ],
        );
    }

    #[test]
    fn the_story_is_not() {
        check(
            None,
            &[
                "Read more widely than his rivals, the minister had expected the vote.",
                "By Monday the convoy had reached the border and stopped there.",
                "For more than two decades the two countries have argued about the river.",
                "Copyright law was the subject of the talks.",
                "Sponsored by Norway, the talks began on Monday.",
                "The union said that reporting by its members had been hindered.",
                "Photographs of the raid were shown to the court.",
                "Subscribers to the plan met on Monday.",
                "Share prices fell after the attack.",
                "Published figures show that fighting has spread.",
                "Comments by the minister angered the union.",
            ],
        );
    }

    #[test]
    fn captions_are_marked() {
        check(
            Some(SectionKind::Caption),
            &[
                "Police stand at a barricade in Riga on Monday. (AP Photo/Ann Lee)",
                "File photo: the bridge before it fell",
                "Police at the gate. Photo by Ann Lee/Getty Images",
                "In this photo taken on Monday, police stand at a gate.",
            ],
        );
    }

    #[test]
    fn credits_are_split_off() {
        let source = "The talks ended. (Reporting by Ann Lee; Editing by Bo Kim)";
        let letters = source.char_indices().map(|(at, letter)| (letter, at)).collect();
        let parts = split_tail(Block { letters, ..Block::default() });
        let texts: Vec<String> = parts.iter().map(Block::text).collect();
        assert_eq!(texts, ["The talks ended.", "(Reporting by Ann Lee; Editing by Bo Kim)"]);
    }
}
