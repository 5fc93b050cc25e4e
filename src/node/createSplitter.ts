/** Cuts a file into its records as it is read, by how the file holds them. */
import type { Container } from '../core/container.ts';
import { ElementSplitter } from './elementSplitter.ts';
import { LineSplitter } from './lineSplitter.ts';
import type { RecordSink, Splitter } from './splitter.ts';
import { WholeSplitter } from './wholeSplitter.ts';

/** The splitter of a container; records go to the sink. */
export function createSplitter(container: Container, sink: RecordSink): Splitter {
  switch (container) {
    case 'jsonl':
      return new LineSplitter(sink);
    case 'array':
      return new ElementSplitter(sink);
    case 'object':
      return new WholeSplitter(sink);
  }
}
