import { exported, yamlForGo } from '../../formats/alertmanager/export';
import { readYaml } from '../../formats/yaml/source';

/** A file as `tocsin config export` prints it, without the comments. */
export const exportOf = (text: string): string =>
  yamlForGo(exported(readYaml('routing.yml', text), '/etc/alertmanager/secrets').value);
