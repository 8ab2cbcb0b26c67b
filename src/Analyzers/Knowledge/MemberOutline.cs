using AsyncStateAnalyzers.Knowledge.Tables;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>What the syntax of one member tells: one walk over its nodes.</summary>
internal sealed class MemberOutline
{
    private readonly HashSet<string> _locals = new(StringComparer.Ordinal);
    private readonly HashSet<string> _fresh = new(StringComparer.Ordinal);
    private readonly HashSet<string> _fetched = new(StringComparer.Ordinal);
    private readonly List<(string Name, bool InPlace)> _changed = new();
    private readonly List<CommonForEachStatementSyntax> _loops = new();
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private List<SyntaxNode>? _maySend;
    private bool _hasFunctions;
    private IReadOnlyList<GuardedRegion>? _regions;

    private MemberOutline(SyntaxNode node) => Node = node;

    /// <summary>The declaration.</summary>
    public SyntaxNode Node { get; }

    /// <summary>What it declares.</summary>
    public List<string> Names { get; } = new();

    /// <summary>Every simple name in it that may be a member of the type, with the number of times it stands there.</summary>
    public IReadOnlyDictionary<string, int> Mentions => _counts;

    /// <summary>The names at the start of what it changes besides its own locals.</summary>
    public HashSet<string> Changed { get; } = new(StringComparer.Ordinal);

    /// <summary>What it sets to null.</summary>
    public HashSet<string> SetToNull { get; } = new(StringComparer.Ordinal);

    /// <summary>True where it is marked async, even if nothing in it waits.</summary>
    public bool IsAsync => Node is MethodDeclarationSyntax method && method.Modifiers.Any(SyntaxKind.AsyncKeyword);

    /// <summary>True where it contains a suspension.</summary>
    public bool Waits { get; private set; }

    /// <summary>The names, other than its locals, through which it changes members of something else: a field's object, or a type.</summary>
    public HashSet<string> ChangesThrough { get; } = new(StringComparer.Ordinal);

    /// <summary>The names that it gives another value, where it is not a constructor.</summary>
    public IEnumerable<string> Assigned => Node is ConstructorDeclarationSyntax ? Array.Empty<string>() : _changed.Where(c => !c.InPlace).Select(c => c.Name);

    /// <summary>The names of the collections that it goes through while it waits.</summary>
    public IEnumerable<string> LoopsThrough => Waits ? _loops.SelectMany(l => WaitingLoops.Sources(l, Node)) : Array.Empty<string>();

    /// <summary>The names of what it changes in place, where it is not a constructor; locals are traced to what they were made from.</summary>
    public IEnumerable<string> ChangedInPlace => Node is ConstructorDeclarationSyntax
        ? Array.Empty<string>()
        : _changed.Where(c => c.InPlace).SelectMany(c => _locals.Contains(c.Name) ? WaitingLoops.NamesOf(SyntaxFactory.IdentifierName(c.Name), Node) : new[] { c.Name });

    /// <summary>True where it changes something that has no simple name.</summary>
    public bool ChangesUnnamed { get; private set; }

    /// <summary>True where it starts something asynchronous and does not wait for it on the spot.</summary>
    public bool StartsLoosely { get; private set; }

    /// <summary>True where it takes or gives back a guard.</summary>
    public bool Locks { get; private set; }

    /// <summary>True where it calls something by a name that takes a guard.</summary>
    public bool Takes { get; private set; }

    /// <summary>True where it calls something by a name that gives one back.</summary>
    public bool Gives { get; private set; }

    /// <summary>True where a body without <c>async</c> returns what may be a task from inside <c>try</c>, <c>using</c> or <c>lock</c>.</summary>
    public bool LetsTasksOutlive { get; private set; }

    /// <summary>The stretches in which it holds something, as far as the syntax tells.</summary>
    public IReadOnlyList<GuardedRegion> Regions => _regions ??= GuardedRegions.Of(Node);

    /// <summary>True where it contains <c>lock</c> statements.</summary>
    public bool HasLockStatements { get; private set; }

    /// <summary>True where it contains async lambdas or local functions.</summary>
    public bool HasAsyncFunctions { get; private set; }

    /// <summary>True where it hands code to several threads.</summary>
    public bool Spawns { get; private set; }

    /// <summary>The calls by names of senders, and the yields.</summary>
    public IReadOnlyList<SyntaxNode> MaySend => _maySend ?? (IReadOnlyList<SyntaxNode>)Array.Empty<SyntaxNode>();

    /// <summary>True where it starts tasks together.</summary>
    public bool Joins { get; private set; }

    /// <summary>Walks over a member.</summary>
    public static MemberOutline Of(SyntaxNode member, ParameterListSyntax? primaryConstructor)
    {
        var outline = new MemberOutline(member);
        outline.Name(member);
        foreach (var node in member.DescendantNodes(static n => n is not (IdentifierNameSyntax or BaseTypeDeclarationSyntax or LiteralExpressionSyntax or PredefinedTypeSyntax)))
            outline.Look(node);
        foreach (var (name, inPlace) in outline._changed)
        {
            if (outline.IsShared(name, inPlace) || (primaryConstructor is not null && primaryConstructor.Parameters.Any(p => p.Identifier.ValueText == name)))
                outline.Changed.Add(name);
        }

        return outline;
    }

    private bool IsShared(string name, bool inPlace)
    {
        if (!_locals.Contains(name))
            return true;

        // A local that is assigned anew is its method's own, unless a lambda shares it; one that is changed in place may be a field's object.
        return _hasFunctions || (inPlace && !_fresh.Contains(name));
    }

    private void Name(SyntaxNode member)
    {
        switch (member)
        {
            case MethodDeclarationSyntax method:
                Names.Add(method.Identifier.ValueText);
                foreach (var parameter in method.ParameterList.Parameters)
                    _locals.Add(parameter.Identifier.ValueText);
                break;
            case PropertyDeclarationSyntax property:
                Names.Add(property.Identifier.ValueText);
                break;
            case BaseFieldDeclarationSyntax field:
                Names.AddRange(field.Declaration.Variables.Select(v => v.Identifier.ValueText));
                break;
            case ConstructorDeclarationSyntax constructor:
                foreach (var parameter in constructor.ParameterList.Parameters)
                    _locals.Add(parameter.Identifier.ValueText);
                break;
        }
    }

    private void Look(SyntaxNode node)
    {
        StartsLoosely |= node is InvocationExpressionSyntax call && StartSyntax.IsLoose(call);
        if (Senders.MayBe(node))
            (_maySend ??= new()).Add(node);
        switch (node)
        {
            case IdentifierNameSyntax name:
                Mention(name.Identifier.ValueText);
                Takes |= Tables.Locks.MayTake(name.Identifier.ValueText);
                Gives |= Tables.Locks.MayGiveBack(name.Identifier.ValueText);
                Locks |= name.Identifier.ValueText is "Release" or "Dispose" or "Enter" or "TryEnter" or "EnterScope" || name.Identifier.ValueText.StartsWith("Wait", StringComparison.Ordinal) || name.Identifier.ValueText.IndexOf("Lock", StringComparison.Ordinal) >= 0;
                Spawns |= Array.IndexOf(Concurrency.Spawning, name.Identifier.ValueText) >= 0 || (name.Identifier.ValueText == "Run" && name.Parent is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "Task" } })
                    || (name.Identifier.ValueText is "Thread" or "Task" && name.Parent is ObjectCreationExpressionSyntax);
                Joins |= Array.IndexOf(Concurrency.Joining, name.Identifier.ValueText) >= 0;
                break;
            case GenericNameSyntax { Identifier.ValueText: var generic }:
                Mention(generic);
                Spawns |= Array.IndexOf(Concurrency.Spawning, generic) >= 0;
                break;
            case AwaitExpressionSyntax:
            case YieldStatementSyntax { RawKind: (int)SyntaxKind.YieldReturnStatement }:
                Waits = true;
                break;
            case ReturnStatementSyntax returned when OutlivingTasks.MayBe(returned):
            case ExpressionStatementSyntax thrown when OutlivingTasks.MayBe(thrown):
                LetsTasksOutlive = true;
                break;
            case CommonForEachStatementSyntax loop:
                Waits |= loop.AwaitKeyword != default;
                if (loop.AwaitKeyword == default)
                    _loops.Add(loop);
                if (loop is ForEachStatementSyntax simple)
                    _locals.Add(simple.Identifier.ValueText);
                break;
            case UsingStatementSyntax use:
                Waits |= use.AwaitKeyword != default;
                break;
            case LocalDeclarationStatementSyntax local:
                Waits |= local.AwaitKeyword != default;
                break;
            case VariableDeclaratorSyntax variable when variable.Parent?.Parent is not BaseFieldDeclarationSyntax:
                _locals.Add(variable.Identifier.ValueText);
                if (variable.Initializer?.Value is BaseObjectCreationExpressionSyntax or ArrayCreationExpressionSyntax or ImplicitArrayCreationExpressionSyntax or InitializerExpressionSyntax)
                    _fresh.Add(variable.Identifier.ValueText);
                else if (variable.Initializer?.Value is AwaitExpressionSyntax)
                    _fetched.Add(variable.Identifier.ValueText);
                break;
            case SingleVariableDesignationSyntax designation:
                _locals.Add(designation.Identifier.ValueText);
                break;
            case CatchDeclarationSyntax caught:
                _locals.Add(caught.Identifier.ValueText);
                break;
            case AnonymousFunctionExpressionSyntax function:
                _hasFunctions = true;
                HasAsyncFunctions |= function.AsyncKeyword != default;
                break;
            case LocalFunctionStatementSyntax function:
                _hasFunctions = true;
                HasAsyncFunctions |= function.Modifiers.Any(SyntaxKind.AsyncKeyword);
                break;
            case LockStatementSyntax:
                Locks = HasLockStatements = true;
                break;
            case AssignmentExpressionSyntax { Parent: not InitializerExpressionSyntax } assignment:
                Change(assignment.Left);
                if (!assignment.IsKind(SyntaxKind.SimpleAssignmentExpression))
                    Mention(FirstName(assignment.Left));
                if (assignment.Right.IsKind(SyntaxKind.NullLiteralExpression) || assignment.Right.IsKind(SyntaxKind.DefaultLiteralExpression))
                    SetToNull.Add(LastName(assignment.Left));
                break;
            case PrefixUnaryExpressionSyntax prefix when prefix.IsKind(SyntaxKind.PreIncrementExpression) || prefix.IsKind(SyntaxKind.PreDecrementExpression):
                Change(prefix.Operand);
                Mention(FirstName(prefix.Operand));
                break;
            case PostfixUnaryExpressionSyntax postfix when !postfix.IsKind(SyntaxKind.SuppressNullableWarningExpression):
                Change(postfix.Operand);
                Mention(FirstName(postfix.Operand));
                break;
            case ArgumentSyntax argument when argument.RefKindKeyword.IsKind(SyntaxKind.RefKeyword) || argument.RefKindKeyword.IsKind(SyntaxKind.OutKeyword):
                Change(argument.Expression);
                break;
            case RefExpressionSyntax reference:
                Change(reference.Expression);
                break;
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } when Mutators.Contains(access.Name.Identifier.ValueText):
                Change(access.Expression, inPlace: true);
                break;
            case InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax binding } when Mutators.Contains(binding.Name.Identifier.ValueText):
                ChangesUnnamed = true;
                break;
        }
    }

    private void Mention(string name) => _counts[name] = _counts.TryGetValue(name, out var count) ? count + 1 : 1;

    private void Change(ExpressionSyntax target, bool inPlace = false)
    {
        switch (target)
        {
            case IdentifierNameSyntax name when inPlace && IsOwn(name.Identifier.ValueText):
                break;
            case IdentifierNameSyntax name:
                _changed.Add((name.Identifier.ValueText, inPlace));
                break;
            case TupleExpressionSyntax tuple:
                foreach (var argument in tuple.Arguments)
                    Change(argument.Expression, inPlace);
                break;
            case DeclarationExpressionSyntax:
                break;
            case ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax:
                Change((ExpressionSyntax)target.ChildNodes().First(), inPlace);
                break;
            case MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or BaseExpressionSyntax } member:
                _changed.Add((member.Name.Identifier.ValueText, true));
                break;
            case MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax local } when IsOwn(local.Identifier.ValueText):
                break;
            case MemberAccessExpressionSyntax { Expression: var owner } member:
                if (owner is IdentifierNameSyntax through && !_locals.Contains(through.Identifier.ValueText))
                    ChangesThrough.Add(through.Identifier.ValueText);
                Change(owner, inPlace: true);
                _changed.Add((member.Name.Identifier.ValueText, true));
                break;
            case ElementAccessExpressionSyntax { Expression: ThisExpressionSyntax or BaseExpressionSyntax }:
                ChangesUnnamed = true;
                break;
            case ElementAccessExpressionSyntax { Expression: var owner }:
                Change(owner, inPlace: true);
                break;
            case ThisExpressionSyntax or BaseExpressionSyntax:
                break;
            default:
                ChangesUnnamed = true;
                break;
        }
    }

    /// <summary>True for a local that holds an object made or fetched here; lambdas apart, its members are its method's own business.</summary>
    private bool IsOwn(string local) => !_hasFunctions && (_fresh.Contains(local) || _fetched.Contains(local));

    private static string FirstName(ExpressionSyntax target) => target switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or BaseExpressionSyntax } access => access.Name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => FirstName(access.Expression),
        ElementAccessExpressionSyntax access => FirstName(access.Expression),
        _ => "",
    };

    private static string LastName(ExpressionSyntax target) => target switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        _ => "",
    };
}
