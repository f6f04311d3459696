/** Those who ask the same while an answer is under way share it. What was answered is forgotten. */
export class AnswersUnderWay {
  readonly #answers = new Map<string, Promise<unknown>>();

  /** @param question names all that decides the answer, also of which type it is */
  share<T>(question: string, ask: () => Promise<T>): Promise<T> {
    const known = this.#answers.get(question) as Promise<T> | undefined;
    if (known) return known;
    const answer = ask().finally(() => this.#answers.delete(question));
    this.#answers.set(question, answer);
    return answer;
  }
}
