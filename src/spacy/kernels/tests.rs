//! Every variant against plain sums in the same order.

use super::*;

/// Numbers that look random and are the same everywhere.
fn numbers(count: usize, mut seed: u32) -> Vec<f32> {
    (0..count)
        .map(|_| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) as f32 / 8_388_608.0 - 1.0
        })
        .collect()
}

fn dot(row: &[f32], weights: &[f32], bias: f32) -> f32 {
    row.iter().zip(weights).fold(bias, |sum, (number, weight)| number.mul_add(*weight, sum))
}

fn bits(numbers: &[f32]) -> Vec<u32> {
    numbers.iter().map(|number| number.to_bits()).collect()
}

#[test]
fn linear_layers_add_in_order() {
    for (inputs, outputs, vectors, rows) in
        [(5, 3, 1, 1), (96, 50, 4, 23), (64, 106, 7, 1), (7, 130, 8, 9), (33, 48, 3, 17)]
    {
        let (weights, bias) = (numbers(inputs * outputs, 1), numbers(outputs, 2));
        let packed = Packed::linear(&weights, &bias, inputs, outputs, vectors);
        let data = numbers(inputs * rows, 3);
        for kernels in Kernels::all() {
            let stride = packed.outputs();
            let mut out = vec![f32::NAN; rows * stride];
            kernels.affine(Rows { data: &data, stride: inputs, count: rows }, &packed, &mut out, stride);
            for (row, out) in data.chunks(inputs).zip(out.chunks(stride)) {
                let expected: Vec<f32> =
                    weights.chunks(inputs).zip(&bias).map(|(weights, bias)| dot(row, weights, *bias)).collect();
                assert_eq!(bits(&out[..outputs]), bits(&expected), "{}", kernels.name());
                assert!(out[outputs..].iter().all(|filling| *filling == 0.0));
            }
        }
    }
}

#[test]
fn maxout_layers_take_the_largest_piece_of_overlapping_rows() {
    for (pieces, rows) in [(1, 3), (2, 25), (3, 26), (4, 7)] {
        let (width, outputs) = (16, 40);
        let inputs = 3 * width;
        let (weights, bias) = (numbers(inputs * outputs * pieces, 4), numbers(outputs * pieces, 5));
        let packed = Packed::maxout(&weights, &bias, inputs, outputs, pieces);
        let data = numbers((rows + 2) * width, 6);
        for kernels in Kernels::all() {
            let stride = packed.maxed_outputs();
            let mut out = vec![f32::NAN; rows * stride];
            kernels.maxout(Rows { data: &data, stride: width, count: rows }, &packed, &mut out, stride);
            for (row, out) in out.chunks(stride).enumerate() {
                let row = &data[row * width..row * width + inputs];
                let sums: Vec<f32> =
                    weights.chunks(inputs).zip(&bias).map(|(weights, bias)| dot(row, weights, *bias)).collect();
                let expected: Vec<f32> =
                    sums.chunks(pieces).map(|sums| sums.iter().copied().fold(f32::NEG_INFINITY, f32::max)).collect();
                assert_eq!(bits(&out[..outputs]), bits(&expected), "{}", kernels.name());
            }
        }
    }
}

#[test]
fn normalised_rows_have_no_mean_and_are_the_same_in_every_variant() {
    let width = 96;
    let (gain, bias) = (numbers(width, 7), numbers(width, 8));
    let rows = numbers(width * 5, 9);
    let residual = numbers(width * 5, 10);
    let mut seen: Option<(Vec<u32>, Vec<u32>)> = None;
    for kernels in Kernels::all() {
        let mut plain = rows.clone();
        kernels.normalise(&mut plain, &gain, &bias, None);
        let (mut scratch, mut added) = (rows.clone(), residual.clone());
        kernels.normalise(&mut scratch, &gain, &bias, Some(&mut added));
        for ((added, residual), plain) in added.iter().zip(&residual).zip(&plain) {
            assert_eq!(added.to_bits(), (residual + plain).to_bits());
        }
        let centred: f32 = plain[..width].iter().zip(&bias).zip(&gain).map(|((y, b), g)| (y - b) / g).sum();
        assert!(centred.abs() < 1e-2, "{centred}");
        let found = (bits(&plain), bits(&added));
        assert_eq!(seen.get_or_insert(found.clone()), &found, "{}", kernels.name());
    }
}

#[test]
fn scores_of_a_state_are_the_same_in_every_variant() {
    let (hidden, pieces, moves) = (64, 2, 106);
    let cached = numbers(hidden * pieces * 20, 11);
    let bias = numbers(hidden * pieces, 12);
    let upper = Packed::linear(&numbers(hidden * moves, 13), &numbers(moves, 14), hidden, moves, 7);
    let offsets = [0, 256, 128, 1024];
    let mut seen: Option<Vec<u32>> = None;
    for kernels in Kernels::all() {
        let (mut vector, mut scores) = (vec![0.0; hidden], vec![0.0; upper.outputs()]);
        kernels.score(Score {
            cached: &cached,
            offsets: &offsets,
            bias: &bias,
            pieces,
            upper: Some(&upper),
            hidden: &mut vector,
            scores: &mut scores,
        });
        let sum = |at: usize| offsets.iter().fold(0.0, |sum, offset| sum + cached[offset + at]) + bias[at];
        let expected: Vec<f32> = (0..hidden).map(|at| sum(at).max(sum(hidden + at))).collect();
        assert_eq!(bits(&vector), bits(&expected));
        let found = bits(&scores);
        assert_eq!(seen.get_or_insert(found.clone()), &found, "{}", kernels.name());
        let mut direct = vec![0.0; hidden];
        kernels.score(Score {
            cached: &cached,
            offsets: &offsets,
            bias: &bias,
            pieces,
            upper: None,
            hidden: &mut vector,
            scores: &mut direct,
        });
        assert_eq!(bits(&direct), bits(&expected));
    }
}
