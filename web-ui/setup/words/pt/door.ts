/** What stands before the sign-in, in Portuguese (of Brazil). */
import type { door as en } from '../en/door.ts';

export const door: Readonly<Record<keyof typeof en, string>> = {
  brand: 'Gateway CloudLink',

  'door.unreachable': 'Não é possível acessar este gateway.',
  'door.asking': 'Perguntando ao gateway quem está conectado',
  'door.unreadable': 'Não é possível ler o estado do gateway.',
  'door.reading': 'Lendo o estado do gateway',

  'signIn.title': 'Entrar',
  'signIn.head': 'Entre neste gateway.',
  'signIn.lead':
    'Com o nome e a senha de um administrador local. Pela nuvem não é preciso entrar de novo: use “Abrir” lá.',
  'signIn.name': 'Nome',
  'signIn.password': 'Senha',
  'signIn.nameNeeded': 'Digite seu nome. É o que foi escolhido na configuração.',
  'signIn.passwordNeeded': 'Digite sua senha.',
  'signIn.do': 'Entrar',
  'signIn.busy': 'Entrando…',
  'signIn.forgotten':
    'Esqueceu a senha? Entre na nuvem e pressione “Abrir” ao lado deste gateway; assim não é necessária uma senha. <a>Sobre este gateway</a>',

  'admin.title': 'Primeiro administrador',
  'admin.none': 'Ninguém administra este gateway ainda.',
  'admin.linked': 'Ninguém entra por aqui ainda.',
  'admin.linkedText':
    'O código de instalação deste gateway foi usado para vinculá-lo. Abra as páginas dele pela nuvem, ou adicione alguém no próprio gateway com <code>cloudlink people add</code>.',
  'admin.make': 'Crie o primeiro administrador.',
  'admin.lead': 'O código de instalação mostra que você está junto ao gateway. Ele funciona uma única vez.',
  'admin.code': 'Código de instalação',
  'admin.name': 'Seu nome',
  'admin.password': 'Senha',
  'admin.codeNeeded': 'Digite o código de instalação. Ele está na etiqueta ou no console.',
  'admin.codeLength':
    '{n, plural, one {Aqui há # caractere.} other {Aqui há # caracteres.}} Um código de instalação tem {of}, em três grupos de quatro.',
  'admin.nameNeeded': 'Digite um nome. Você entra com ele, e ele aparece nos registros.',
  'admin.passwordShort':
    '{n, plural, one {Esta senha tem # caractere.} other {Esta senha tem # caracteres.}} São necessários pelo menos {least}.',
  'admin.codeHelp': 'Doze letras e algarismos. Hífens, espaços e letras minúsculas não fazem diferença.',
  'admin.nameHelp': 'Você entra com ele. Ele aparece nos registros deste gateway ao lado do que você faz.',
  'admin.passwordHelp':
    'Pelo menos {least} caracteres, de qualquer tipo. Quatro palavras aleatórias são uma boa escolha. Não há outras regras.',
  'admin.busy': 'Verificando o código…',
  'admin.do': 'Criar administrador',
  'admin.done': '{name} pode entrar aqui a partir de agora.',
  'admin.unnamed': 'O administrador',
  'admin.instead':
    'Se houver acesso à Internet, prefira <a>vincular o gateway a uma conta</a>: assim não é necessária uma senha.',

  'code.where': 'Onde está o código de instalação',
  'code.appliance': '<b>Appliance:</b> última linha da etiqueta na parte inferior.',
  'code.virtual': '<b>Máquina virtual:</b> na primeira tela do console dela.',
  'code.msl': '<b>Host MSL:</b> execute {command} como administrador ou consulte o journal do sistema.',
  'code.art': 'A parte inferior do gateway. O código de instalação é a última linha da etiqueta.',
  'code.artText': 'CÓD. INSTALAÇÃO',

  'checks.never': 'não verificado',
  'checks.passed': '{ok, number} de {n, number} aprovadas.',
  'checks.label': 'Pré-requisitos',
  'checks.title': 'Lista de pré-requisitos',
  'checks.reading': 'Lendo as verificações',
  'checks.from': 'Verificações feitas a partir do gateway. {passed}',
  'checks.again': 'Verificar novamente',
  'checks.busy': 'Verificando…',

  'lost.title': 'Sem contato com o gateway desde {when}, {age}',
  'lost.then': 'Tudo abaixo é daquele momento. Esta página continua tentando.',
  'lost.text':
    'Tudo abaixo é deste momento: {when}. Esta página continua tentando; o próprio gateway pode estar funcionando. O que você digita é mantido.',
  'lost.retry': 'Tentar agora',

  'post.title': 'Ponto de partida',
  'post.asking': 'Perguntando ao gateway o estado dele',
  'post.about': 'Sobre este gateway',
  'post.way': 'O caminho até a nuvem',
  'post.correct': '{n, plural, one {# item a corrigir antes} other {# itens a corrigir antes}}',
  'post.ready': 'Pronto para vincular',
  'post.linkedTo': 'Este gateway está vinculado a {account}.',
  'post.linked': 'Este gateway está vinculado a uma conta.',
  'post.linkedLead': 'Para ver as páginas dele é preciso entrar, na nuvem ou aqui na rede.',
  'post.unlinked': 'Este gateway funciona e ainda não está vinculado.',
  'post.linkIt': 'Vincule-o a uma conta de cliente.',
  'post.nothingSent': 'Nada foi enviado à nuvem, e ninguém pode acessar esta unidade pelo gateway.',
  'post.nobody': 'Ninguém pode acessar esta unidade pelo gateway até que você aprove.',

  'this.title': 'Este gateway',
  'this.compare': 'A nuvem mostra as mesmas linhas. Compare-as antes de aprovar.',
  'this.name': 'Nome',
  'this.kind': 'Tipo',
  'this.address': 'Endereço nesta rede',
  'this.version': 'Versão',
  'this.fingerprint': 'Impressão digital da chave (SHA-256)',
  'this.key': 'A chave foi criada neste gateway e nunca sai dele.',

  'onward.label': 'Como continuar a partir daqui',
  'onward.anywhere': 'De qualquer lugar',
  'onward.anywhereText':
    'Entre na nuvem e pressione “Abrir” ao lado deste gateway. A conexão é confiável e não é preciso entrar de novo.',
  'onward.console': 'Abrir o console da nuvem',
  'onward.network': 'Nesta rede',
  'onward.signInText': 'Entre como administrador local deste gateway.',
  'onward.signIn': 'Entrar aqui',
  'onward.certificate':
    'As mesmas páginas com o certificado do próprio gateway. No início o navegador mostra um aviso: compare a impressão digital exibida com esta ou com a do console do gateway.',
  'onward.open': 'Abrir {host}',

  'ways.label': 'Duas formas de vincular',
  'ways.notStarted': 'Não foi possível iniciar a vinculação',
  'ways.notLinked': 'O gateway não foi vinculado',
  'ways.here': 'Neste computador',
  'ways.hereText':
    'Leva você à nuvem para entrar e traz de volta para quatro páginas: Gateway, PBX, Conectar e Implantação.',
  'ways.asking': 'Perguntando à nuvem…',
  'ways.link': 'Vincular ao CloudLink',
  'ways.phone': 'Em um telefone ou outro computador',
  'ways.phoneText': 'Mostra um código e um código QR que levam ao mesmo lugar. Eles valem por 15 minutos.',
  'ways.askingCode': 'Pedindo um código à nuvem',
  'ways.show': 'Mostrar um código',
  'ways.scan': 'Leia com a câmera ou abra <b>{where}</b> e digite',
  'ways.new': 'Obter um novo código',
  'ways.qr': 'Código QR que abre {where} com o código {code}',
  'ways.checking': 'Verificando o código de instalação',
  'ways.seen': '{person} está vendo na nuvem.',
  'ways.waiting': 'Aguardando você entrar.',
  'ways.wrong':
    '{n, plural, one {# código de instalação incorreto.} other {# códigos de instalação incorretos.}}',
  'ways.five': 'Cinco encerram esta tentativa. Nada mais se perde.',
  'ways.expired': 'O código expirou.',
  'ways.ends': 'Término: {when}, {age}',

  'without.ask': 'Sem acesso à Internet aqui? {link}',
  'without.link': 'Configurar este gateway sem nuvem',
  'without.warning': 'O navegador mostrará um aviso sobre o certificado: o que comparar',
  'without.text':
    'O próprio gateway criou seu certificado. Continue somente se o navegador mostrar esta impressão digital SHA-256; ela também está no console e na etiqueta do gateway.',

  'need.title': 'Você precisará do código de instalação',
  'need.text':
    'A nuvem o pede para confirmar que você está junto ao gateway. Digite-o lá, nunca nesta página.',
};
