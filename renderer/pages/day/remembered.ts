/** Answers that are worth keeping. */

/** Keeps what a question was answered; for questions of which a day has few. */
export function remembered<Question, Answer>(
  ask: (question: Question) => Answer,
): (question: Question) => Answer {
  const known = new Map<Question, Answer>()
  return (question) => {
    const found = known.get(question) ?? ask(question)
    known.set(question, found)
    return found
  }
}
