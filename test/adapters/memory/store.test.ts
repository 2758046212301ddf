import { MemoryStore } from '../../../adapters/memory/store';
import { describeStore } from '../store-contract';

describeStore(() => new MemoryStore());
