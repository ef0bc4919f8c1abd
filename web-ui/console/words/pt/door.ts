/** Sign-in and invitation. */
export const door = {
  'signIn.title': 'Entre no console.',
  'signIn.lead': 'Para administradores de contas de parceiro e de cliente.',
  'signIn.lead.link': 'Entre para ver o gateway que pede para ser vinculado e aprová-lo ou recusá-lo.',
  'signIn.email': 'Endereço de e-mail',
  'signIn.password': 'Senha',
  'signIn.email.missing': 'Digite seu endereço de e-mail.',
  'signIn.password.missing': 'Digite sua senha.',
  'signIn.go': 'Entrar',
  'signIn.busy': 'Entrando…',
  'signIn.help':
    'Ainda não tem senha? Abra o convite que seu administrador lhe deu; ele funciona uma única vez.',
  'signIn.locked': 'Tentativas demais. A entrada está bloqueada. Fim do bloqueio: {time}.',
  'signIn.lockedWhy':
    'O bloqueio termina sozinho <age></age>. Ele impede que outras pessoas adivinhem sua senha.',
  'signIn.lockedRemedy':
    'Aguarde até lá. Se não foi você quem tentou, avise seu administrador: cada bloqueio está no Histórico de eventos.',
  'signIn.over': 'O bloqueio terminou. Tente novamente.',
  caps: 'O Caps Lock está ativado.',

  'invite.title': 'Boas-vindas, {name}. Escolha uma senha.',
  'invite.lead': 'Você passa a ser administrador de {account}, ID da conta {number}.',
  'invite.reading': 'Consultando o convite',
  'invite.cannot': 'Este convite não pode ser usado.',
  'invite.none': 'Esta página precisa do link completo de um convite.',
  'invite.noneWhy':
    'A parte do link que dá acesso é retirada do endereço assim que é lida, para não ficar em nenhum histórico. Depois de recarregar a página, ela não existe mais.',
  'invite.noneRemedy':
    'Abra novamente o link do convite. Ele funciona até que uma senha tenha sido escolhida com ele.',
  'invite.toSignIn': 'Ir para a entrada',
  'invite.email': 'Você entra com',
  'invite.password': 'Nova senha',
  'invite.rule':
    'Pelo menos {n, plural, one {# caractere} other {# caracteres}}; algumas palavras são uma boa escolha. Não há regra sobre algarismos ou símbolos.',
  'invite.left': '{n, plural, one {Falta # caractere.} other {Faltam # caracteres.}}',
  'invite.enough': 'Tamanho suficiente.',
  'invite.missing': 'Escolha uma senha.',
  'invite.short':
    'A senha é curta demais. Ela tem {have, plural, one {# caractere} other {# caracteres}}; são necessários {n}.',
  'invite.go': 'Escolher esta senha e entrar',
  'invite.busy': 'Salvando a senha…',
} as const;
