/** Approving a gateway. */
export const approve = {
  'link.title': 'Vincular um gateway.',
  'link.lead': 'Digite o código que a página dele mostra. Os códigos expiram após 15 minutos.',
  'link.code': 'Código',
  'link.codeHelp': 'Oito letras, por exemplo KTRH-PWVX.',
  'link.codeWrong': 'Este código não é válido. Ele tem oito letras, em dois grupos de quatro.',
  'link.go': 'Continuar',
  'link.where': 'Onde encontro o código?',
  'link.where.1':
    'Na rede do próprio gateway, abra <c>http://cloudlink.local</c> ou o endereço que o console dele mostra.',
  'link.where.2':
    'Pressione <b>Vincular ao CloudLink</b>. A página mostra o código e um código QR que traz até aqui.',
  'link.where.3': 'Em uma máquina sem navegador, <c>cloudlink link</c> exibe os dois.',
  'link.back': 'Ir para o painel',
  'link.looking': 'Procurando a solicitação',
  'link.cannot': 'Esta solicitação não pode ser mostrada.',
  'link.other': 'Digitar outro código',

  'approve.title': 'Um gateway pede para entrar em uma das suas contas.',
  'approve.question': 'É o que está na sua frente?',
  'approve.waiting': 'Aguardando você.',
  'approve.ends': 'Fim da solicitação: {time}, <age></age>',
  'approve.checking': 'O gateway verifica o código de instalação.',
  'approve.checkingNote': 'Ele responde em segundos; esta página continua perguntando.',
  'approve.what': 'O que está sendo solicitado',
  'approve.compare': 'Deve ser igual na página do próprio gateway.',
  'approve.name': 'Nome',
  'approve.kind': 'Tipo',
  'approve.kindVersion': '{kind}, versão {version}',
  'approve.lan': 'Endereço na rede dele',
  'approve.from': 'Vem de',
  'approve.same': 'o mesmo endereço público que o seu',
  'approve.notSame': 'um endereço público diferente do seu',
  'approve.fingerprint': 'Impressão digital da chave (SHA-256)',
  'approve.asked': 'Solicitado',
  'approve.warn': 'Aprove somente um gateway que você possa ver',
  'approve.warnBody':
    'Quem enviou a você um código ou um link por e-mail ou telefone talvez queira colocar o próprio equipamento na sua conta. Se você não iniciou isto na página do gateway, escolha “Não é meu”.',
  'approve.account': 'Conta em que ele entra',
  'approve.accountHelp': 'Suas contas de cliente. Contas de parceiro não podem conter um gateway.',
  'approve.region': 'Dados mantidos em {region}',
  'approve.search': 'Nome ou ID da conta',
  'approve.noMatch': 'Nenhuma conta corresponde.',
  'approve.matches': '{n} de {total} contas',
  'approve.noAccounts': 'Ainda não há nenhuma conta de cliente.',
  'approve.noAccountsWhy':
    'Contas de parceiro não podem conter um gateway. Crie primeiro uma conta de cliente.',
  'approve.addAccount': 'Adicionar conta',
  'approve.accountMissing': 'Escolha a conta em que o gateway deve entrar.',
  'approve.code': 'Código de instalação',
  'approve.codeHelp':
    'Última linha da etiqueta embaixo do gateway, primeira tela do console dele ou <c>cloudlink setup-code</c>. Funciona uma única vez. Cinco códigos incorretos encerram esta solicitação; {n, plural, =0 {nenhuma tentativa usada} one {# tentativa usada} other {# tentativas usadas}}.',
  'approve.codeMissing': 'Digite o código de instalação do gateway.',
  'approve.codeWrong':
    'O gateway informa que este código não está correto. {left, plural, one {Resta # tentativa.} other {Restam # tentativas.}}',
  'approve.go': 'Aprovar para {account}',
  'approve.goNone': 'Aprovar',
  'approve.busy': 'O gateway verifica o código…',
  'approve.deny': 'Não é meu',
  'approve.then':
    'Depois você volta ao gateway para informar a unidade e o PBX. Até que a unidade seja salva, você pode abrir mão do gateway sem redefini-lo.',
  'approve.lost': 'Sem contato com o console. Esta página continua tentando; o que você digitou é mantido.',

  'linked.title': 'Vinculado. {name} agora pertence a {account}.',
  'linked.titlePlain': 'Vinculado. {name} agora pertence à sua conta.',
  'linked.steps': 'O que acontece agora',
  'linked.step.linked': 'O gateway confirmou o código de instalação',
  'linked.step.online': 'O gateway se conecta',
  'linked.step.tunnel': 'As páginas dele ficam acessíveis a partir daqui',
  'linked.step.open': 'Você segue para as páginas dele, para informar a unidade e o PBX',
  'linked.late':
    'O gateway ainda não se conectou. Você pode esperar, voltar à página dele ou continuar mais tarde pelo console.',
  'linked.open': 'Abrir as páginas do gateway',
  'linked.return': 'Voltar à página do gateway',
  'linked.console': 'Ver no console',

  'over.denied': 'Este gateway foi recusado.',
  'over.deniedWhat':
    'Ele foi informado disso. Se foi recusado por engano, comece de novo na página dele para obter um novo código.',
  'over.expired': 'Esta solicitação expirou.',
  'over.expiredWhat':
    'As solicitações terminam após 15 minutos. Obtenha um novo código na página do gateway.',
  'over.ended': 'Cinco códigos de instalação estavam incorretos; esta solicitação foi encerrada.',
  'over.endedWhat':
    'Obtenha um novo código na página do gateway. O código de instalação está na etiqueta e na primeira tela do console; <c>cloudlink setup-code</c> também o exibe.',
} as const;
