using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace AsyncStateAnalyzers.CodeFixes.Editors;

/// <summary>The uses of a lock that belongs to its thread, and what each becomes when it is a semaphore.</summary>
internal sealed class ThreadLockUses
{
    private readonly FixSite _site;
    private readonly IFieldSymbol _field;
    private readonly Dictionary<SyntaxNode, Func<SyntaxNode, SyntaxNode>> _changes = new();
    private readonly List<(SyntaxNode Take, SyntaxNode Body)> _takes = new();
    private readonly List<SyntaxNode> _gives = new();

    /// <summary>No use yet of <paramref name="field"/>.</summary>
    public ThreadLockUses(FixSite site, IFieldSymbol field)
    {
        _site = site;
        _field = field;
    }

    /// <summary>True where one of the uses gives the field its lock.</summary>
    public bool IsMade { get; private set; }

    /// <summary>Takes in the use at <paramref name="name"/>; false for one that a semaphore cannot take over.</summary>
    public bool Add(IdentifierNameSyntax name)
    {
        ExpressionSyntax place = name.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own && own.Name == name ? own : name;
        if (place is IdentifierNameSyntax && name.Parent is MemberAccessExpressionSyntax other && other.Name == name && !_field.IsStatic)
            return false;
        if (place is IdentifierNameSyntax && name.Parent is MemberAccessExpressionSyntax qualified && qualified.Name == name)
            place = qualified;
        if (Bodies.Member(name) is DestructorDeclarationSyntax)
            return false;
        switch (place.Parent)
        {
            case LockStatementSyntax held when held.Expression == place:
                return AddLock(held, place);
            case AssignmentExpressionSyntax { Parent: ExpressionStatementSyntax or ArrowExpressionClauseSyntax, RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment when assignment.Left == place && Bodies.Enclosing(assignment) is ConstructorDeclarationSyntax && UseSemaphoreEditor.IsPlain(assignment.Right, _field, _site.Model):
                IsMade = true;
                _changes[assignment.Right] = old => Creation((ExpressionSyntax)old);
                return true;
            case ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call } argument when GuardCalls.IsMonitor(access.Expression) && call.ArgumentList.Arguments[0] == argument:
                return AddCall(call, place, call.ArgumentList.Arguments.Skip(1).ToList());
            case MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access when access.Expression == place && _field.Type.SpecialType != SpecialType.System_Object:
                return AddCall(call, place, call.ArgumentList.Arguments.ToList());
            default:
                return false;
        }
    }

    /// <summary>
    /// True where nobody who holds the lock comes to ask for it again: its own thread got in, a semaphore lets nobody in twice. Whom a delegate
    /// calls is not known, nor what they do who get the elements of an iterator; where the lock is held across an await that was no way in before either.
    /// </summary>
    public bool AreSafe()
    {
        var calls = new Calls(_site.Model.Compilation, _field.ContainingType);
        foreach (var (take, body) in _takes)
        {
            var held = Held(take, body);
            if (held is null)
                return false;
            if (_takes.Any(t => t.Take != take && held.Any(h => h.Span.Contains(t.Take.Span))))
                return false;
            if (!Bodies.IsAsync(body) && held.SelectMany(h => h.DescendantNodesAndSelf(n => !Bodies.IsBody(n))).Any(n => n is YieldStatementSyntax))
                return false;
            if (!held.SelectMany(h => h.DescendantNodesAndSelf(n => !Bodies.IsBody(n))).Any(Bodies.Suspends) && held.SelectMany(h => h.DescendantNodesAndSelf()).OfType<InvocationExpressionSyntax>().Any(IsUnknown))
                return false;
            if (calls.Reachable(held).Any(callee => _takes.Any(t => callee.SyntaxTree == t.Take.SyntaxTree && callee.Span.Contains(t.Take.Span))))
                return false;
        }

        return true;
    }

    /// <summary>The root with the field and all uses turned.</summary>
    public SyntaxNode Turn(FieldDeclarationSyntax declaration, bool isMade)
    {
        _changes[declaration] = old => Field((FieldDeclarationSyntax)old, isMade);
        return new Rewriter(_changes).Visit(_site.Root)!;
    }

    private bool AddLock(LockStatementSyntax held, ExpressionSyntax place)
    {
        if (Statements.HasDirectives(held))
            return false;
        _takes.Add((held, Bodies.Enclosing(held)));
        _gives.Add(held);
        var take = Statement(Take(held, place, ""));
        var give = SyntaxFactory.ParseStatement($"{place}.Release();").WithTrailingTrivia(SyntaxFactory.ElasticMarker);
        _changes[held] = old =>
        {
            var inside = ((LockStatementSyntax)old).Statement is BlockSyntax block ? Opened(block.WithoutTrivia(), held.Statement) : Statements.Block(new[] { ((LockStatementSyntax)old).Statement });
            var guarded = SyntaxFactory.TryStatement(inside, default, SyntaxFactory.FinallyClause(SyntaxFactory.Block(give))).WithAdditionalAnnotations(Formatter.Annotation);
            return SyntaxFactory.Block(take.WithLeadingTrivia(old.GetLeadingTrivia()).WithTrailingTrivia(SyntaxFactory.EndOfLine("\n")), guarded.WithTrailingTrivia(old.GetTrailingTrivia())).WithAdditionalAnnotations(Rewriter.Splice);
        };
        return true;
    }

    private bool AddCall(InvocationExpressionSyntax call, ExpressionSyntax place, List<ArgumentSyntax> arguments)
    {
        var flag = arguments.LastOrDefault() is { RefKindKeyword.RawKind: (int)SyntaxKind.RefKeyword } last ? last.Expression.ToString() : null;
        if (flag is not null)
            arguments.RemoveAt(arguments.Count - 1);
        var alone = call.Parent as ExpressionStatementSyntax;
        switch (GuardCalls.Name(call))
        {
            case "Enter" or "EnterWriteLock" or "EnterReadLock" or "WaitOne" when arguments.Count == 0 && alone is not null:
                return AddStatement(call, alone, flag is null ? new[] { Take(call, place, "") + ";" } : new[] { Take(call, place, "") + ";", flag + " = true;" });
            case "TryEnter" or "TryEnterWriteLock" or "TryEnterReadLock" or "WaitOne" when arguments.Count <= 1 && (arguments.Count == 1 || GuardCalls.Name(call) == "TryEnter"):
                var attempt = arguments.Count == 0 ? $"{place}.Wait(0)" : Take(call, place, arguments[0].ToString());
                if (flag is not null)
                    return alone is not null && AddStatement(call, alone, new[] { $"{flag} = {attempt};" });
                _takes.Add((call, Bodies.Enclosing(call)));
                _changes[call] = old => Expression(attempt, call).WithTriviaFrom(old);
                return true;
            case "Exit" when alone is not null && (arguments.Count == 0 || _field.Type.Name == "SpinLock"):
            case "ExitWriteLock" or "ExitReadLock" or "ReleaseMutex" when alone is not null && arguments.Count == 0:
                _gives.Add(call);
                _changes[call] = old => Expression($"{place}.Release()", call).WithTriviaFrom(old);
                return true;
            case "Dispose" or "Close" when arguments.Count == 0 && _field.Type.Name is "Mutex" or "ReaderWriterLockSlim":
                _changes[call] = old => Expression($"{place}.Dispose()", call).WithTriviaFrom(old);
                return true;
            default:
                return false;
        }
    }

    private bool AddStatement(InvocationExpressionSyntax call, ExpressionStatementSyntax alone, string[] statements)
    {
        if (Statements.HasDirectives(alone))
            return false;
        _takes.Add((call, Bodies.Enclosing(call)));
        var parsed = statements.Select(Statement).ToList();
        _changes[alone] = old =>
        {
            var all = parsed.ToList();
            all[0] = all[0].WithLeadingTrivia(old.GetLeadingTrivia()).WithTrailingTrivia(SyntaxFactory.EndOfLine("\n"));
            all[all.Count - 1] = all[all.Count - 1].WithTrailingTrivia(old.GetTrailingTrivia());
            return all.Count == 1 ? all[0] : SyntaxFactory.Block(all).WithAdditionalAnnotations(Rewriter.Splice);
        };
        return true;
    }

    /// <summary>What runs with the lock held that <paramref name="take"/> takes; null where it is not given back in the same body.</summary>
    private List<SyntaxNode>? Held(SyntaxNode take, SyntaxNode body)
    {
        if (take is LockStatementSyntax held)
            return new List<SyntaxNode> { held.Statement };
        var next = _takes.Select(t => t.Take).Where(t => t != take && Bodies.Enclosing(t) == body && t.SpanStart > take.SpanStart).Select(t => t.SpanStart).DefaultIfEmpty(int.MaxValue).Min();
        var last = _gives.Where(g => g is InvocationExpressionSyntax && Bodies.Enclosing(g) == body && g.SpanStart > take.SpanStart && g.SpanStart < next).Select(g => g.SpanStart).DefaultIfEmpty(-1).Max();
        if (last < 0)
            return null;
        return Bodies.OwnNodes(body).Where(n => n.SpanStart >= take.Span.End && n.Span.End <= last && (n.Parent is null || n.Parent.SpanStart < take.Span.End || n.Parent.Span.End > last)).ToList();
    }

    private bool IsUnknown(InvocationExpressionSyntax call)
    {
        if (GuardCalls.Name(call) == "nameof")
            return false;
        return _site.Model.GetSymbolInfo(call).Symbol is not IMethodSymbol method || method.MethodKind == MethodKind.DelegateInvoke
            || ((method.IsAbstract || method.IsVirtual || method.IsOverride) && method.DeclaringSyntaxReferences.Length > 0);
    }

    private string Take(SyntaxNode at, ExpressionSyntax place, string argument)
    {
        if (!Bodies.IsAsync(Bodies.Enclosing(at)))
            return $"{place}.Wait({argument})";
        return Awaits.Of(SyntaxFactory.ParseExpression($"{place}.WaitAsync({argument})"), Bodies.Enclosing(at), _site.Root).ToFullString();
    }

    /// <summary>What stood on one line has no room there for what it holds now.</summary>
    private static BlockSyntax Opened(BlockSyntax block, SyntaxNode original) => IsOnOneLine(original) ? Statements.Open(block) : block;

    private static bool IsOnOneLine(SyntaxNode node) => LayoutHabits.Line(node.GetFirstToken()) == LayoutHabits.Line(node.GetLastToken());

    private static StatementSyntax Statement(string text) =>
        SyntaxFactory.ParseStatement(text.EndsWith(";", StringComparison.Ordinal) ? text : text + ";").WithTrailingTrivia(SyntaxFactory.ElasticMarker).WithAdditionalAnnotations(Formatter.Annotation);

    private static ExpressionSyntax Expression(string text, SyntaxNode at)
    {
        var parsed = SyntaxFactory.ParseExpression(text);
        return parsed is AwaitExpressionSyntax && at.Parent is MemberAccessExpressionSyntax ? SyntaxFactory.ParenthesizedExpression(parsed) : parsed;
    }

    private ExpressionSyntax Creation(ExpressionSyntax old) => SyntaxFactory.ParseExpression(old is ImplicitObjectCreationExpressionSyntax ? "new(1, 1)" : $"new {TypeText()}(1, 1)").WithTriviaFrom(old);

    private bool IsImported() => _site.Model.LookupNamespacesAndTypes(_site.Write.SpanStart, name: "SemaphoreSlim").Any();

    private string TypeText() => IsImported() ? "SemaphoreSlim" : "System.Threading.SemaphoreSlim";

    private FieldDeclarationSyntax Field(FieldDeclarationSyntax old, bool isMade)
    {
        var variables = old.Declaration;
        var variable = variables.Variables[0];
        var isShort = ((CSharpParseOptions)_site.Model.SyntaxTree.Options).LanguageVersion >= LanguageVersion.CSharp9;
        if (variable.Initializer is { } initializer)
            variable = variable.WithInitializer(initializer.WithValue(Creation(initializer.Value)));
        else if (isMade)
            variable = variable.WithIdentifier(variable.Identifier.WithTrailingTrivia(SyntaxFactory.Space)).WithInitializer(SyntaxFactory.EqualsValueClause(SyntaxFactory.Token(SyntaxKind.EqualsToken).WithTrailingTrivia(SyntaxFactory.Space), SyntaxFactory.ParseExpression(isShort ? "new(1, 1)" : $"new {TypeText()}(1, 1)")));
        var field = old.WithDeclaration(variables.WithType(SyntaxFactory.ParseTypeName(TypeText()).WithTriviaFrom(variables.Type)).WithVariables(SyntaxFactory.SingletonSeparatedList(variable)));
        if (isMade && !old.Modifiers.Any(SyntaxKind.ReadOnlyKeyword) && _field.Type.Name == "SpinLock" && old.Modifiers.Count > 0)
            field = field.AddModifiers(SyntaxFactory.Token(SyntaxKind.ReadOnlyKeyword).WithTrailingTrivia(SyntaxFactory.Space));
        return field;
    }

    /// <summary>Makes the changes from the inside out; what becomes several statements takes the place of one in its list.</summary>
    private sealed class Rewriter : CSharpSyntaxRewriter
    {
        private readonly Dictionary<SyntaxNode, Func<SyntaxNode, SyntaxNode>> _changes;

        public Rewriter(Dictionary<SyntaxNode, Func<SyntaxNode, SyntaxNode>> changes) => _changes = changes;

        public static SyntaxAnnotation Splice { get; } = new("AsyncState.Splice");

        public override SyntaxNode? Visit(SyntaxNode? node)
        {
            var visited = base.Visit(node);
            if (node is null || visited is null)
                return visited;
            if (_changes.TryGetValue(node, out var change))
                visited = change(visited);
            return visited switch
            {
                BlockSyntax block when block.Statements.Any(IsSpliced) => Opened(block.WithStatements(Spliced(block.Statements)), node),
                AccessorListSyntax list when visited != node && IsOnOneLine(node) => Statements.Open(list),
                SwitchSectionSyntax section when section.Statements.Any(IsSpliced) => section.WithStatements(Spliced(section.Statements)),
                _ => visited,
            };
        }

        private static bool IsSpliced(StatementSyntax statement) => statement.HasAnnotation(Splice);

        private static SyntaxList<StatementSyntax> Spliced(SyntaxList<StatementSyntax> all) => SyntaxFactory.List(all.SelectMany(s => IsSpliced(s) ? ((BlockSyntax)s).Statements : SyntaxFactory.SingletonList(s)));
    }
}
