import { MemoryStore } from '../../adapters/memory/store';
import { deployedConfiguration, publishConfiguration } from '../../engine/deployed';

/** A table of its own, at an instant. */
function world() {
  const store = new MemoryStore();
  const ports = { store, clock: { now: () => 5_000 } };
  return { store, ports };
}

test('before a deployment there is none', async () => {
  expect(await deployedConfiguration(world().store)).toBeNull();
});

test('a configuration larger than an item comes back whole', async () => {
  // Prepare
  const { store, ports } = world();
  const packed = 'abcdefg'.repeat(150_000);

  // Act
  await publishConfiguration(ports, 'h1', packed);

  // Assess
  expect(await deployedConfiguration(store)).toEqual({ hash: 'h1', at: 5_000, packed });
});

test('the one before goes; the same again stays', async () => {
  // Prepare
  const { store, ports } = world();
  await publishConfiguration(ports, 'h1', 'x'.repeat(700_000));

  // Act
  await publishConfiguration(ports, 'h2', 'new');
  await publishConfiguration(ports, 'h2', 'new');

  // Assess
  expect([...store.items()].map(({ sk }) => sk).sort()).toEqual(['P#h2#000', 'V']);
  expect((await deployedConfiguration(store))?.packed).toBe('new');
});
