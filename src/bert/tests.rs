//! The encoder against what Python made of the same sentences, and what must hold for every file and text.

use serde_json::Value;

use super::{encoder::PIECES_TOGETHER, vectors::tests::with_each, windows::WORDS_PER_PIECE, *};

mod damage;

/// A tiny encoder of random weights: see `scripts/reader/make_fixture.py`.
const TINY: &[u8] = include_bytes!("../../tests/fixtures/encoder/tiny.safetensors");
const EXPECTED: &str = include_str!("../../tests/fixtures/encoder/expected.json");

fn tiny() -> Encoder {
    Encoder::load(&EncoderFile::from_bytes(TINY).unwrap()).unwrap()
}

/// The sentences: words, pieces, the first piece of each word, and the vectors of the window and the words where it is one.
struct Expected {
    words: Vec<String>,
    ids: Vec<u32>,
    first: Vec<u32>,
    rows: Vec<Vec<f32>>,
}

impl Expected {
    fn words(&self) -> Vec<&str> {
        self.words.iter().map(String::as_str).collect()
    }
}

fn expected() -> Vec<Expected> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let numbers = |value: &Value| list(value).iter().map(|number| number.as_u64().unwrap() as u32).collect();
    let json: Value = serde_json::from_str(EXPECTED).unwrap();
    let row = |value: &Value| list(value).iter().map(|number| number.as_f64().unwrap() as f32).collect();
    let sentence = |value: &Value| Expected {
        words: list(&value["words"]).iter().map(|word| word.as_str().unwrap().to_owned()).collect(),
        ids: numbers(&value["ids"]),
        first: numbers(&value["first"]),
        rows: list(&value["rows"]).iter().map(row).collect(),
    };
    list(&json).iter().map(sentence).collect()
}

/// The windows of all sentences.
fn windows(encoder: &Encoder) -> Vec<Pieces> {
    let sentences = expected();
    sentences.iter().flat_map(|sentence| encoder.wordpiece().windows(&sentence.words()).collect::<Vec<_>>()).collect()
}

fn bits(vectors: &Vectors) -> Vec<u32> {
    std::iter::once(vectors.window()).chain(vectors.words()).flatten().map(|number| number.to_bits()).collect()
}

#[test]
fn words_become_the_pieces_that_python_makes_of_them() {
    let file = EncoderFile::from_bytes(TINY).unwrap();
    let wordpiece = WordPiece::new(file.bytes("vocabulary").unwrap(), 1000).unwrap();
    for sentence in expected() {
        let words = sentence.words();
        let windows: Vec<Pieces> = wordpiece.windows(&words).collect();
        let [pieces] = &windows[..] else { panic!("{} windows", windows.len()) };
        assert_eq!((pieces.ids(), pieces.first()), (&sentence.ids[..], &sentence.first[..]), "{words:?}");
        assert_eq!(pieces.words(), 0..words.len());
    }
}

#[test]
fn vectors_are_those_that_python_computes_with_every_kind_of_instructions() {
    let encoder = tiny();
    with_each(|level| {
        let mut seen = 0;
        for sentence in expected().iter().filter(|sentence| !sentence.rows.is_empty()) {
            let words = sentence.words();
            let pieces: Vec<Pieces> = encoder.wordpiece().windows(&words).collect();
            let vectors = encoder.encode(&pieces, &mut Scratch::default());
            let found = std::iter::once(vectors[0].window()).chain(vectors[0].words());
            assert_eq!(vectors[0].words().len(), words.len());
            assert_eq!(vectors[0].word(words.len() - 1), vectors[0].words().last().unwrap());
            for (found, expected) in found.zip(&sentence.rows) {
                let farthest = found.iter().zip(expected).map(|(one, other)| (one - other).abs()).fold(0.0, f32::max);
                assert!(farthest < 2e-5, "{level:?} {words:?}: {farthest}");
                seen += 1;
            }
        }
        assert!(seen > 50, "{seen}");
    });
}

#[test]
fn the_same_bits_come_alone_and_in_every_batch_on_every_thread_and_with_every_kind_of_instructions() {
    let encoder = tiny();
    let windows = windows(&encoder);
    let alone: Vec<Vec<u32>> = windows
        .iter()
        .map(|window| bits(&encoder.encode(std::slice::from_ref(window), &mut Scratch::default())[0]))
        .collect();
    assert!(windows.len() > 15, "{}", windows.len());
    let check = |turn: usize, size: usize, scratch: &mut Scratch| {
        let order: Vec<usize> = (0..windows.len()).map(|at| (at * 5 + turn) % windows.len()).collect();
        for order in order.chunks(size) {
            let batch: Vec<Pieces> = order.iter().map(|at| windows[*at].clone()).collect();
            for (at, vectors) in order.iter().zip(encoder.encode(&batch, scratch)) {
                assert!(bits(&vectors) == alone[*at], "window {at} of {order:?}");
            }
        }
    };
    with_each(|_| {
        let mut scratch = Scratch::default();
        for turn in 0..windows.len() {
            check(turn, 1 + turn % 8, &mut scratch);
        }
    });
    std::thread::scope(|scope| {
        for turn in 0..4 {
            scope.spawn(move || check(turn, 3, &mut Scratch::default()));
        }
    });
}

#[test]
fn joined_windows_are_each_others_context() {
    let encoder = tiny();
    let windows: Vec<Pieces> =
        windows(&encoder).into_iter().filter(|window| window.ids().len() <= 12).take(2).collect();
    let encode = |pieces: Pieces| encoder.encode(&[pieces], &mut Scratch::default()).remove(0);
    let [one, other] = &windows[..] else { panic!("{} short windows", windows.len()) };
    // Alone: the opening piece, then the words.
    let alone = encode(Pieces::joined(std::slice::from_ref(one)));
    assert_eq!(alone.words().map(<[f32]>::to_vec).collect::<Vec<_>>(), {
        let vectors = encode(one.clone());
        std::iter::once(vectors.window()).chain(vectors.words()).map(<[f32]>::to_vec).collect::<Vec<_>>()
    });
    let both = Pieces::joined(&windows);
    assert_eq!(both.ids(), [one.ids(), other.ids()].concat());
    assert_eq!(both.words(), 0..2 + one.first().len() + other.first().len());
    let both = encode(both);
    assert_ne!(both.word(0), alone.word(0));
    assert_ne!(both.word(1 + one.first().len()), encode(other.clone()).window());
}

#[test]
fn windows_are_cut_between_words_and_bounded_for_every_text() {
    let encoder = tiny();
    let window = encoder.config().window;
    let long = |text: &str| text.repeat(1_000_000 / text.len());
    let words: Vec<(String, usize)> = vec![
        (long("x"), 3),
        (long("\u{301}"), 2),
        (long("\u{200b}"), 2),
        (long("!"), window),
        (long("京"), window),
        (long("a-"), window),
        (long("e\u{301} "), window),
        (String::new(), 2),
    ];
    for (word, pieces) in &words {
        let found: Vec<Pieces> = encoder.wordpiece().windows(&[word]).collect();
        assert_eq!(found.iter().map(|window| window.ids().len()).collect::<Vec<_>>(), [*pieces], "{word:.8}");
    }
    for word in ["strike", "", "x-y"] {
        let many = vec![word; 100_000];
        let (mut next, mut some) = (0, Vec::new());
        for pieces in encoder.wordpiece().windows(&many) {
            assert!(pieces.ids().len() <= window && pieces.first().len() <= WORDS_PER_PIECE * window);
            assert_eq!((pieces.words().start, pieces.words().len()), (next, pieces.first().len()));
            next = pieces.words().end;
            if some.len() < 100 {
                some.push(pieces);
            }
        }
        assert_eq!(next, many.len());
        let mut scratch = Scratch::default();
        assert_eq!(encoder.encode(&some, &mut scratch).len(), some.len());
        assert!(scratch.buffer.hidden.capacity() <= 2 * PIECES_TOGETHER * encoder.config().hidden);
    }
    assert_eq!(encoder.wordpiece().windows(&[]).count(), 0);
    assert!(encoder.encode(&[], &mut Scratch::default()).is_empty());
}
