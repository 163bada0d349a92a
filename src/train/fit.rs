//! Regularised maximum likelihood of a log-linear model with partial labels, by L-BFGS: one thread, fixed order, `f64`.

#![allow(clippy::indexing_slicing, reason = "positions are counted out by the matrices that they index")]

use std::collections::VecDeque;

use crate::extract::events::ranker::CLASSES;

/// One example: its features as columns, which classes it may have, and how much it counts.
#[derive(Debug, Clone)]
pub(super) struct Example {
    pub columns: Vec<u32>,
    /// A bit for each class.
    pub allowed: u32,
    pub weight: f64,
}

/// Steps that L-BFGS remembers.
const MEMORY: usize = 8;
const MAX_STEPS: usize = 60;
const MAX_HALVINGS: usize = 20;

/// The weights that make the examples most likely: `CLASSES` for each column and, last, for the bias.
pub(super) fn fit(examples: &[Example], columns: usize, penalty: f64) -> Vec<f64> {
    let objective = Objective { examples, columns, penalty };
    let mut weights = vec![0.0; (columns + 1) * CLASSES];
    let mut gradient = vec![0.0; weights.len()];
    let mut loss = objective.value(&weights, &mut gradient);
    let mut memory = Memory::default();
    for _ in 0..MAX_STEPS {
        let direction = memory.direction(&gradient);
        let slope = dot(&direction, &gradient);
        if slope > -1e-6 * loss.abs().max(1.0) {
            break;
        }
        let first = memory.steps.is_empty();
        let mut length = if first { 1.0 / norm(&gradient).max(1.0) } else { 1.0 };
        let (mut next, mut next_gradient) = (weights.clone(), vec![0.0; weights.len()]);
        let mut next_loss = loss;
        for _ in 0..MAX_HALVINGS {
            next.iter_mut().zip(&weights).zip(&direction).for_each(|((new, old), step)| *new = old + length * step);
            next_loss = objective.value(&next, &mut next_gradient);
            if next_loss <= loss + 1e-4 * length * slope {
                break;
            }
            length *= 0.5;
        }
        if next_loss >= loss {
            break;
        }
        memory.remember(&weights, &next, &gradient, &next_gradient);
        (weights, gradient, loss) = (next, next_gradient, next_loss);
    }
    weights
}

/// The probabilities of the classes under the weights of some columns.
pub(super) fn probabilities(weights: &[f64], columns: usize, row: &[u32]) -> [f64; CLASSES] {
    let mut scores = [0.0; CLASSES];
    for column in row.iter().map(|column| *column as usize).chain([columns]) {
        let weights = &weights[column * CLASSES..(column + 1) * CLASSES];
        scores.iter_mut().zip(weights).for_each(|(score, weight)| *score += weight);
    }
    let highest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    for score in &mut scores {
        *score = (*score - highest).exp();
    }
    let sum: f64 = scores.iter().sum();
    scores.map(|score| score / sum)
}

struct Objective<'a> {
    examples: &'a [Example],
    columns: usize,
    penalty: f64,
}

impl Objective<'_> {
    /// The penalised negative log likelihood, and its gradient.
    fn value(&self, weights: &[f64], gradient: &mut [f64]) -> f64 {
        let penalised = self.columns * CLASSES;
        let mut loss = 0.0;
        for (place, (slope, weight)) in gradient.iter_mut().zip(weights).enumerate() {
            *slope = if place < penalised { self.penalty * weight } else { 0.0 };
            if place < penalised {
                loss += 0.5 * self.penalty * weight * weight;
            }
        }
        for example in self.examples {
            let given = probabilities(weights, self.columns, &example.columns);
            let is_allowed = |class: usize| example.allowed >> class & 1 == 1;
            let allowed: f64 = (0..CLASSES).filter(|class| is_allowed(*class)).map(|class| given[class]).sum();
            let allowed = allowed.max(1e-300);
            loss -= example.weight * allowed.ln();
            let mut slopes = given;
            for (class, slope) in slopes.iter_mut().enumerate() {
                if is_allowed(class) {
                    *slope -= *slope / allowed;
                }
                *slope *= example.weight;
            }
            for column in example.columns.iter().map(|column| *column as usize).chain([self.columns]) {
                let row = &mut gradient[column * CLASSES..(column + 1) * CLASSES];
                row.iter_mut().zip(&slopes).for_each(|(sum, slope)| *sum += slope);
            }
        }
        loss
    }
}

#[derive(Default)]
struct Memory {
    /// Differences of weights and of gradients, with one over their product.
    steps: VecDeque<(Vec<f64>, Vec<f64>, f64)>,
}

impl Memory {
    fn remember(&mut self, old: &[f64], new: &[f64], old_gradient: &[f64], new_gradient: &[f64]) {
        let difference = |new: &[f64], old: &[f64]| new.iter().zip(old).map(|(new, old)| new - old).collect::<Vec<_>>();
        let (step, change) = (difference(new, old), difference(new_gradient, old_gradient));
        let product = dot(&step, &change);
        if product > 1e-12 {
            self.steps.push_back((step, change, 1.0 / product));
        }
        if self.steps.len() > MEMORY {
            self.steps.pop_front();
        }
    }

    /// Where to go from here: the two-loop recursion.
    fn direction(&self, gradient: &[f64]) -> Vec<f64> {
        let mut direction: Vec<f64> = gradient.iter().map(|slope| -slope).collect();
        let mut shares = Vec::with_capacity(self.steps.len());
        for (step, change, scale) in self.steps.iter().rev() {
            let share = scale * dot(step, &direction);
            direction.iter_mut().zip(change).for_each(|(value, change)| *value -= share * change);
            shares.push(share);
        }
        if let Some((_, change, scale)) = self.steps.back() {
            let factor = 1.0 / (scale * dot(change, change));
            for value in &mut direction {
                *value *= factor;
            }
        }
        for ((step, change, scale), share) in self.steps.iter().zip(shares.iter().rev()) {
            let back = scale * dot(change, &direction);
            direction.iter_mut().zip(step).for_each(|(value, step)| *value += (share - back) * step);
        }
        direction
    }
}

fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

fn norm(vector: &[f64]) -> f64 {
    dot(vector, vector).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_always_comes_together_is_learnt_and_a_partial_label_helps() {
        let example = |columns: &[u32], allowed: u32| Example { columns: columns.to_vec(), allowed, weight: 1.0 };
        let examples: Vec<Example> = (0..10)
            .flat_map(|_| [example(&[0], 1), example(&[1], 2), example(&[2], 4), example(&[2, 3], 0b110)])
            .collect();
        let weights = fit(&examples, 4, 0.1);
        let best = |row: &[u32]| {
            let given = probabilities(&weights, 4, row);
            (0..CLASSES).max_by(|a, b| given[*a].total_cmp(&given[*b])).unwrap()
        };
        assert_eq!([best(&[0]), best(&[1]), best(&[2]), best(&[2, 3])], [0, 1, 2, 2]);
        assert_eq!(weights, fit(&examples, 4, 0.1));
    }
}
