//! Passwords: hashing and checking them away from the request's thread, and judging new ones.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Argon2, Params};
use tokio::sync::Semaphore;
use zxcvbn::Score;

/// Characters that a password has at least.
pub(crate) const MIN_CHARS: usize = 12;

/// Characters that a password has at most: far more than anybody types, few enough to hash.
pub(crate) const MAX_CHARS: usize = 128;

/// How many passwords are hashed at once; each takes 19 MiB and a processor for a while.
const AT_ONCE: usize = 2;

/// What one hash costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordCost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub passes: u32,
    /// Lanes that could be computed side by side.
    pub lanes: u32,
}

impl Default for PasswordCost {
    /// The library's defaults, which follow OWASP.
    fn default() -> Self {
        Self {
            memory_kib: Params::DEFAULT_M_COST,
            passes: Params::DEFAULT_T_COST,
            lanes: Params::DEFAULT_P_COST,
        }
    }
}

impl PasswordCost {
    /// The least that argon2 takes, for tests.
    pub fn cheapest() -> Self {
        Self {
            memory_kib: Params::MIN_M_COST,
            passes: Params::MIN_T_COST,
            lanes: Params::MIN_P_COST,
        }
    }
}

/// Why a password was neither hashed nor checked.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// argon2 does not take such a cost.
    #[error("argon2 refuses the cost: {0}")]
    Cost(argon2::Error),
    /// Hashing failed, as for want of memory or of randomness.
    #[error("hashing failed: {0}")]
    Hash(argon2::password_hash::Error),
    /// The program is stopping.
    #[error("the program is stopping")]
    Stopping,
}

/// What became of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Another password, or none to compare with.
    Wrong,
    /// The right one.
    Right,
    /// The right one, whose hash was made at another cost and should be made again.
    RightButOutdated,
}

/// Hashes and checks passwords with argon2id. Clones share one limit on how many at once.
#[derive(Clone)]
pub struct PasswordHasher {
    params: Params,
    turns: Arc<Semaphore>,
    hash_of_nobody: Arc<str>,
}

impl std::fmt::Debug for PasswordHasher {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("PasswordHasher")
            .finish_non_exhaustive()
    }
}

impl PasswordHasher {
    /// Makes a hasher. It hashes once itself, to have something to compare with for addresses that
    /// nobody has.
    ///
    /// # Errors
    /// [`PasswordError::Cost`] for a cost that argon2 refuses, [`PasswordError::Hash`] when the
    /// first hash fails.
    pub fn new(cost: PasswordCost) -> Result<Self, PasswordError> {
        let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, None)
            .map_err(PasswordError::Cost)?;
        let hash_of_nobody = hash(&params, "nobody signs in with this")?.into();
        Ok(Self {
            params,
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            hash_of_nobody,
        })
    }

    /// The hash of a new password, as a PHC string.
    ///
    /// # Errors
    /// [`PasswordError::Hash`] when hashing fails, [`PasswordError::Stopping`] at the end.
    pub(crate) async fn hash(&self, password: String) -> Result<String, PasswordError> {
        let params = self.params.clone();
        self.in_turn(move || hash(&params, &password)).await?
    }

    /// Compares a password with a hash. Without one it takes just as long, so that the time does
    /// not tell whether an address has an account.
    ///
    /// # Errors
    /// [`PasswordError::Stopping`] at the end of the program.
    pub(crate) async fn verify(
        &self,
        password: String,
        stored: Option<String>,
    ) -> Result<Verdict, PasswordError> {
        let params = self.params.clone();
        let nobody = Arc::clone(&self.hash_of_nobody);
        self.in_turn(move || match stored {
            Some(stored) => verify(&params, &password, &stored),
            None => {
                verify(&params, &password, &nobody);
                Verdict::Wrong
            }
        })
        .await
    }

    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, PasswordError> {
        let turn = Arc::clone(&self.turns)
            .acquire_owned()
            .await
            .map_err(|_| PasswordError::Stopping)?;
        // The turn moves along: a request that was given up still occupies its processor.
        tokio::task::spawn_blocking(move || {
            let outcome = work();
            drop(turn);
            outcome
        })
        .await
        .map_err(|_| PasswordError::Stopping)
    }
}

fn hash(params: &Params, password: &str) -> Result<String, PasswordError> {
    let hash: PasswordHash = Argon2::from(params)
        .hash_password(password.as_bytes())
        .map_err(PasswordError::Hash)?;
    Ok(hash.to_string())
}

fn verify(params: &Params, password: &str, stored: &str) -> Verdict {
    let Ok(parsed) = PasswordHash::new(stored) else {
        return Verdict::Wrong;
    };
    if Argon2::from(params)
        .verify_password(password.as_bytes(), &parsed)
        .is_err()
    {
        return Verdict::Wrong;
    }
    let is_current = Params::try_from(&parsed).is_ok_and(|used| {
        (used.m_cost(), used.t_cost(), used.p_cost())
            == (params.m_cost(), params.t_cost(), params.p_cost())
    });
    if is_current {
        Verdict::Right
    } else {
        Verdict::RightButOutdated
    }
}

/// Judges a new password; `known` are words that an attacker would try first.
///
/// # Errors
/// The sentence for the field.
pub(crate) fn judge(password: &str, known: &[&str]) -> Result<(), String> {
    let chars = password.chars().count();
    if chars == 0 {
        return Err("Please choose a password.".to_owned());
    }
    if chars < MIN_CHARS {
        return Err(format!(
            "This has {chars} characters; at least {MIN_CHARS} are needed."
        ));
    }
    if chars > MAX_CHARS {
        return Err(format!(
            "This has {chars} characters; at most {MAX_CHARS} fit."
        ));
    }
    let guesses = first_guesses(known);
    let guesses: Vec<_> = guesses.iter().map(String::as_str).collect();
    let estimate = zxcvbn::zxcvbn(password, &guesses);
    if estimate.score() >= Score::Three {
        return Ok(());
    }
    let mut advice = String::from("This would be guessed quickly.");
    if let Some(feedback) = estimate.feedback() {
        if let Some(warning) = feedback.warning() {
            advice.push(' ');
            advice.push_str(&warning.to_string());
        }
        for suggestion in feedback.suggestions() {
            advice.push(' ');
            advice.push_str(&suggestion.to_string());
        }
    }
    Err(advice)
}

/// Each known text as a whole, without its spaces, and word by word.
fn first_guesses(known: &[&str]) -> Vec<String> {
    let mut guesses = Vec::new();
    for text in known {
        guesses.push((*text).to_owned());
        guesses.push(text.split_whitespace().collect());
        let words = text.split(|character: char| !character.is_alphanumeric());
        guesses.extend(words.filter(|word| word.len() > 2).map(str::to_owned));
    }
    guesses
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hasher() -> PasswordHasher {
        PasswordHasher::new(PasswordCost::cheapest()).unwrap()
    }

    #[tokio::test]
    async fn only_the_right_password_passes() {
        let hasher = hasher();
        let stored = hasher.hash("correct horse".to_owned()).await.unwrap();
        assert!(stored.starts_with("$argon2id$"));
        for (password, stored, verdict) in [
            ("correct horse", Some(stored.clone()), Verdict::Right),
            ("Correct horse", Some(stored), Verdict::Wrong),
            ("correct horse", Some("garbage".to_owned()), Verdict::Wrong),
            ("nobody signs in with this", None, Verdict::Wrong),
        ] {
            let outcome = hasher.verify(password.to_owned(), stored).await.unwrap();
            assert_eq!(outcome, verdict);
        }
    }

    #[tokio::test]
    async fn a_hash_of_another_cost_is_to_be_made_again() {
        let stored = hasher().hash("correct horse".to_owned()).await.unwrap();
        let cost = PasswordCost {
            passes: 2,
            ..PasswordCost::cheapest()
        };
        let dearer = PasswordHasher::new(cost).unwrap();
        let outcome = dearer
            .verify("correct horse".to_owned(), Some(stored))
            .await;
        assert_eq!(outcome.unwrap(), Verdict::RightButOutdated);
    }

    #[test]
    fn the_defaults_are_the_librarys() {
        let params = Params::default();
        let cost = PasswordCost::default();
        assert_eq!(
            (cost.memory_kib, cost.passes, cost.lanes),
            (params.m_cost(), params.t_cost(), params.p_cost())
        );
    }

    #[test]
    fn a_password_is_long_and_hard_to_guess() {
        let known = ["hama@sarbastscript.com", "Sarbast Script"];
        for (password, refused_with) in [
            ("", "choose"),
            ("short", "5 characters"),
            ("passwordpassword", "guessed"),
            ("sarbastscript.com", "guessed"),
            ("aaaaaaaaaaaaaaaa", "guessed"),
        ] {
            let sentence = judge(password, &known).unwrap_err();
            assert!(sentence.contains(refused_with), "{password}: {sentence}");
        }
        let endless = "x7#".repeat(50);
        assert!(judge(&endless, &known).unwrap_err().contains("at most"));
        assert_eq!(judge("granite lantern forty wives", &known), Ok(()));
        // Length counts characters, not bytes.
        assert_eq!(judge("şəmdan qızıl dərə kölgə", &known), Ok(()));
    }
}
