/** The words of the shared components in Portuguese (of Brazil). */
import type { en } from './en.ts';

export const pt: Readonly<Record<keyof typeof en, string>> = {
  'age.ago': 'há {span}',
  'age.in': 'em {span}',
  'age.for': 'há {span}',
  'age.since': 'desde {when}',
  'age.now': 'agora',
  'age.checked': 'verificado {age}',
  'unit.days': '{n, plural, one {# dia} other {# dias}}',
  'unit.bytes': '{n, plural, one {# byte} other {# bytes}}',

  'state.stale': 'Desatualizado',

  'shell.skip': 'Ir para o conteúdo',
  'shell.menu': 'Menu',
  'shell.close': 'Fechar',
  'shell.rail': 'Unidade e menu',
  'shell.setupRail': 'Unidade e configuração',
  'shell.steps': 'Etapas da configuração',
  'shell.here': 'Você está aqui',
  'shell.finished': ', concluída',
  'shell.notStarted': ', não iniciada',
  'shell.language': 'Idioma',
  'theme.light': 'Tema claro',
  'theme.dark': 'Tema escuro',

  'failure.todo': '<b>O que fazer:</b> {remedy}',
  'failure.code': 'Código <code></code>',
  'failure.retry': 'Tentar novamente',
  'failure.defect': 'Esta página tem um defeito e não pôde continuar.',
  'failure.defect.remedy':
    'Recarregue a página. O que você digitou é mantido. Se acontecer de novo, informe o texto acima.',
  'failure.late':
    '{peer, select, console {O console não respondeu a tempo.} other {O gateway não respondeu a tempo.}}',
  'failure.late.detail': 'A solicitação foi enviada e ainda pode ser executada.',
  'failure.unreachable':
    '{peer, select, console {Não é possível acessar o console.} other {Não é possível acessar o gateway.}}',
  'failure.unreachable.detail': 'A solicitação não chegou.',
  'failure.unreachable.remedy':
    '{peer, select, console {Verifique se este computador está na rede e tente novamente. O que você digitou é mantido.} other {Verifique se este computador está na rede e se o gateway está ligado e tente novamente. O que você digitou é mantido.}}',
  'failure.foreign':
    '{peer, select, console {Algo diferente do console respondeu.} other {Algo diferente do gateway respondeu.}}',
  'failure.foreign.detail':
    'A resposta tinha o status {status} e não eram dados; provavelmente há um proxy ou uma página de acesso no caminho.',
  'failure.foreign.remedy':
    '{peer, select, console {Abra o console diretamente, sem proxy, e tente novamente.} other {Abra o gateway diretamente, sem proxy, e tente novamente.}}',

  'dialog.cancel': 'Cancelar',
  'dialog.typed': 'digite “{word}”',
  'toast.undo': 'Desfazer',
  'toast.close': 'Fechar',

  'copy.what': 'Copiar {what}',
  'copy.done': 'Copiado',
  'copy.forbidden': 'Não copiado: o navegador não permite',

  'field.optional': '(opcional)',
  'field.show': 'Mostrar <sr>{label}</sr>',
  'field.hide': 'Ocultar <sr>{label}</sr>',
  'field.choose': 'Escolha uma opção',
  'field.needed': 'Falta “{label}”. O preenchimento é necessário.',
  'field.stored': 'Armazenado neste gateway. Deixe em branco para manter.',
  'field.example': 'Por exemplo, {example}.',
  'field.tooLong': 'O texto tem {n} caracteres. Cabem no máximo {most}.',
  'field.tooShort': 'O texto é curto demais. São necessários pelo menos {least} caracteres.',
  'field.form': 'O formato não está correto.',
  'field.formExample': 'O formato não está correto. Um exemplo: {example}.',
  'field.whole': '{value} não é válido. Digite um número inteiro.',
  'field.wholeBetween': '{value} não é válido. Digite um número inteiro de {least} a {most}.',
  'field.wholeLeast': '{value} não é válido. Digite um número inteiro a partir de {least}.',
  'field.wholeMost': '{value} não é válido. Digite um número inteiro até {most}.',
  'field.number': '{value} não é válido. Digite um número.',
  'field.numberBetween': '{value} não é válido. Digite um número de {least} a {most}.',
  'field.numberLeast': '{value} não é válido. Digite um número a partir de {least}.',
  'field.numberMost': '{value} não é válido. Digite um número até {most}.',
  'field.together': 'Preencha também “{label}” ou deixe em branco: {beside}.',
  'form.look': '{n, plural, one {# campo precisa ser revisto} other {# campos precisam ser revistos}}',
  'form.line': '{label}: {text}',
  'page.title': '{title}: {site}',

  'list.reading': 'Lendo…',
  'list.shown': '{shown, number} de {total, number} exibidos',
  'list.more': 'Carregar mais',
};
