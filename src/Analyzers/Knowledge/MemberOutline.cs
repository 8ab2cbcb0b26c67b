using System.Runtime.CompilerServices;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>What the syntax of one member tells: one walk over its nodes.</summary>
internal sealed partial class MemberOutline
{
    /// <summary>Stands for what is still empty, and is never filled: most members declare, change and set to null nothing.</summary>
    private static readonly HashSet<string> s_none = new(StringComparer.Ordinal);
    private HashSet<string> _locals = s_none;
    private HashSet<string> _fresh = s_none;
    private HashSet<string> _fetched = s_none;
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
    public HashSet<string> Changed { get; private set; } = s_none;

    /// <summary>What it sets to null.</summary>
    public HashSet<string> SetToNull { get; private set; } = s_none;

    /// <summary>Collections from which it takes elements.</summary>
    public HashSet<string> TakenFrom { get; private set; } = s_none;

    /// <summary>Collections in which it looks up elements.</summary>
    public HashSet<string> LookedUpIn { get; private set; } = s_none;

    /// <summary>True where it is marked async, even if nothing in it waits.</summary>
    public bool IsAsync => Node is MethodDeclarationSyntax method && method.Modifiers.Any(SyntaxKind.AsyncKeyword);

    /// <summary>True where it contains a suspension.</summary>
    public bool Waits { get; private set; }

    /// <summary>The names, other than its locals, through which it changes members of something else: a field's object, or a type.</summary>
    public HashSet<string> ChangesThrough { get; private set; } = s_none;

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

    /// <summary>Where it stands: members are put into many sets.</summary>
    public override int GetHashCode() => Node.SpanStart;

    /// <summary>Walks over a member.</summary>
    [MethodImpl(Tiering.AtOnce)]
    public static MemberOutline Of(SyntaxNode member, ParameterListSyntax? primaryConstructor)
    {
        var outline = new MemberOutline(member);
        outline.Name(member);
        foreach (var node in member.DescendantNodes(Descends))
            outline.Look(node);
        outline.CountBesides();
        foreach (var (name, inPlace) in outline._changed)
        {
            if (outline.IsShared(name, inPlace) || (primaryConstructor is not null && primaryConstructor.Parameters.Any(p => p.Identifier.ValueText == name)))
                outline.Changed = With(outline.Changed, name);
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
                    Declare(parameter.Identifier.ValueText);
                break;
            case PropertyDeclarationSyntax property:
                Names.Add(property.Identifier.ValueText);
                break;
            case BaseFieldDeclarationSyntax field:
                Names.AddRange(field.Declaration.Variables.Select(v => v.Identifier.ValueText));
                break;
            case ConstructorDeclarationSyntax constructor:
                foreach (var parameter in constructor.ParameterList.Parameters)
                    Declare(parameter.Identifier.ValueText);
                break;
        }
    }

    /// <summary>What a node of one of the rarer kinds tells.</summary>
    [MethodImpl(Tiering.AtOnce)]
    private void LookAtOther(SyntaxNode node)
    {
        switch (node)
        {
            case GenericNameSyntax { Identifier.ValueText: var generic }:
                MentionBesides(generic);
                Spawns |= Array.IndexOf(Concurrency.Spawning, generic) >= 0;
                break;
            case AwaitExpressionSyntax:
                Waits = true;
                break;
            case YieldStatementSyntax yielded:
                Waits |= yielded.IsKind(SyntaxKind.YieldReturnStatement);
                if (Senders.MayBe(yielded))
                    (_maySend ??= new()).Add(yielded);
                break;
            case ReturnStatementSyntax returned when OutlivingTasks.MayBe(returned):
            case ExpressionStatementSyntax thrown when OutlivingTasks.MayBe(thrown) || KeptTasks.MayBe(thrown):
                LetsTasksOutlive = true;
                break;
            case CommonForEachStatementSyntax loop:
                Waits |= loop.AwaitKeyword != default;
                if (loop.AwaitKeyword == default)
                    _loops.Add(loop);
                if (loop is ForEachStatementSyntax simple)
                    Declare(simple.Identifier.ValueText);
                break;
            case UsingStatementSyntax use:
                Waits |= use.AwaitKeyword != default;
                break;
            case LocalDeclarationStatementSyntax local:
                Waits |= local.AwaitKeyword != default;
                LetsTasksOutlive |= KeptTasks.MayBe(local);
                break;
            case VariableDeclaratorSyntax variable when variable.Parent?.Parent is not BaseFieldDeclarationSyntax:
                Declare(variable.Identifier.ValueText);
                if (variable.Initializer?.Value is BaseObjectCreationExpressionSyntax or ArrayCreationExpressionSyntax or ImplicitArrayCreationExpressionSyntax or InitializerExpressionSyntax)
                    _fresh = With(_fresh, variable.Identifier.ValueText);
                else if (variable.Initializer?.Value is AwaitExpressionSyntax)
                    _fetched = With(_fetched, variable.Identifier.ValueText);
                break;
            case SingleVariableDesignationSyntax designation:
                Declare(designation.Identifier.ValueText);
                break;
            case CatchDeclarationSyntax caught:
                Declare(caught.Identifier.ValueText);
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
                    MentionBesides(FirstName(assignment.Left));
                if (assignment.Right.IsKind(SyntaxKind.NullLiteralExpression) || assignment.Right.IsKind(SyntaxKind.DefaultLiteralExpression))
                    SetToNull = With(SetToNull, LastName(assignment.Left));
                break;
            case PrefixUnaryExpressionSyntax prefix when prefix.IsKind(SyntaxKind.PreIncrementExpression) || prefix.IsKind(SyntaxKind.PreDecrementExpression):
                Change(prefix.Operand);
                MentionBesides(FirstName(prefix.Operand));
                break;
            case PostfixUnaryExpressionSyntax postfix when !postfix.IsKind(SyntaxKind.SuppressNullableWarningExpression):
                Change(postfix.Operand);
                MentionBesides(FirstName(postfix.Operand));
                break;
            case ArgumentSyntax argument when argument.RefKindKeyword.IsKind(SyntaxKind.RefKeyword) || argument.RefKindKeyword.IsKind(SyntaxKind.OutKeyword):
                Change(argument.Expression);
                break;
            case RefExpressionSyntax reference:
                Change(reference.Expression);
                break;
            case ElementAccessExpressionSyntax element:
                LookedUpIn = With(LookedUpIn, LastName(element.Expression));
                break;
        }
    }

    private void Declare(string name) => _locals = With(_locals, name);

    private static HashSet<string> With(HashSet<string> names, string name)
    {
        if (ReferenceEquals(names, s_none))
            names = new HashSet<string>(StringComparer.Ordinal);
        names.Add(name);
        return names;
    }
}
