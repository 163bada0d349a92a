//! How fast the language runtime annotates news: loading, one sentence, and a batch of articles.

#![allow(
    missing_docs,
    clippy::expect_used,
    reason = "the harness makes functions of its own, and a benchmark may fail loudly"
)]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use dateline::spacy::Pipeline;

const SENTENCE: &str = "The prime minister of Norway met union leaders in Bergen on Tuesday.";
const PARAGRAPHS: [&str; 4] = [
    "The prime minister of Norway met union leaders in Bergen on Tuesday to discuss a new wage agreement.",
    "\"We will not sign before our members have voted,\" said Ingrid Dahl, who leads the dockworkers' federation.",
    "Police used tear gas after about 2,000 protesters, some of them masked, had broken through a barrier near the port.",
    "The government denied on Wednesday that it had threatened to withdraw $40 million in aid to the northern provinces.",
];

fn runtime(criterion: &mut Criterion) {
    let pipeline = Pipeline::embedded().expect("the embedded model loads");
    criterion
        .bench_function("load", |bencher| bencher.iter(|| Pipeline::embedded().expect("the embedded model loads")));
    criterion.bench_function("sentence", |bencher| bencher.iter(|| pipeline.annotate(black_box(SENTENCE))));
    let texts = PARAGRAPHS.repeat(16);
    let tokens: usize = pipeline.annotate_batch(&texts).iter().map(dateline::model::Doc::len).sum();
    let mut group = criterion.benchmark_group("batch");
    group.throughput(Throughput::Elements(tokens as u64));
    group.bench_function("64 paragraphs", |bencher| bencher.iter(|| pipeline.annotate_batch(black_box(&texts))));
    group.finish();
}

criterion_group!(benches, runtime);
criterion_main!(benches);
