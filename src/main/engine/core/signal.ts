/** Subscribers called in the order they came; one that throws does not keep the others from hearing. */
export class Signal<T> {
  #listeners: ((value: T) => void)[] = [];

  /** Subscribes; the returned function unsubscribes. */
  on(listener: (value: T) => void): () => void {
    this.#listeners = [...this.#listeners, listener];
    return () => {
      this.#listeners = this.#listeners.filter((other) => other !== listener);
    };
  }

  /** Calls every subscriber, then throws the first error, if any. */
  emit(value: T): void {
    let failed = false;
    let failure: unknown;
    for (const listener of this.#listeners) {
      try {
        listener(value);
      } catch (error) {
        if (!failed) failure = error;
        failed = true;
      }
    }
    if (failed) throw failure;
  }
}
