/** Event-stream responses of a fake LM, counted while they are neither complete nor cancelled. */
export interface EventStreams {
  open(): number;
  /** Streams `pieces`; an error of theirs breaks the connection. */
  respond(pieces: AsyncIterator<Uint8Array>): Response;
}

export function createEventStreams(): EventStreams {
  let count = 0;
  return {
    open: () => count,
    respond(pieces) {
      count += 1;
      let isOpen = true;
      const close = (): void => {
        if (isOpen) count -= 1;
        isOpen = false;
      };
      const body = new ReadableStream<Uint8Array>({
        async pull(controller) {
          try {
            const { done, value } = await pieces.next();
            if (!done) return controller.enqueue(value);
            close();
            controller.close();
          } catch {
            close();
            controller.error(); // without the error, which Bun would print
          }
        },
        cancel: close,
      });
      return new Response(body, { headers: { "content-type": "text/event-stream" } });
    },
  };
}
