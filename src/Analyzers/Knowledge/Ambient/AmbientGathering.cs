using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Ambient;

/// <summary>Finds the values of a file that flow with the execution, what gets and sets them, and who calls that.</summary>
internal sealed class AmbientGathering
{
    private const int MaxDepth = 3;
    private const int MaxUses = 400;
    private readonly AmbientLife _life;
    private readonly SemanticModel _model;
    private readonly CancellationToken _cancellationToken;
    private readonly Dictionary<SyntaxTree, SemanticModel> _models = new();

    private AmbientGathering(AmbientLife life, SemanticModel model, CancellationToken cancellationToken)
    {
        _life = life;
        _model = model;
        _cancellationToken = cancellationToken;
        _models.Add(model.SyntaxTree, model);
    }

    /// <summary>The lives that begin in a file. A file without the word of their type is not looked at.</summary>
    public static IReadOnlyList<AmbientLife> In(SemanticModel model, CancellationToken cancellationToken)
    {
        List<AmbientLife>? result = null;
        if (NameIndex.Of(model.SyntaxTree).MayContain(AmbientApi.TypeName))
        {
            foreach (var name in NameIndex.Find(model.SyntaxTree, AmbientApi.TypeName, cancellationToken))
            {
                foreach (var (holder, making) in HoldersAt(name, model, cancellationToken))
                {
                    if (result is not null && result.Any(l => SymbolEqualityComparer.Default.Equals(l.Holder, holder)))
                        continue;
                    var life = new AmbientLife(holder, (TypeOf(holder) as INamedTypeSymbol)?.TypeArguments.FirstOrDefault(), isPlatform: false) { IsWatched = making?.ArgumentList is { Arguments.Count: > 0 }, Handler = making?.ArgumentList?.Arguments.FirstOrDefault()?.Expression };
                    new AmbientGathering(life, model, cancellationToken).Run();
                    (result ??= new()).Add(life);
                }
            }
        }

        AddPlatform(model, ref result, cancellationToken);
        return (IReadOnlyList<AmbientLife>?)result ?? Array.Empty<AmbientLife>();
    }

    /// <summary>The properties of the platform that an async function of this file sets.</summary>
    private static void AddPlatform(SemanticModel model, ref List<AmbientLife>? result, CancellationToken cancellationToken)
    {
        var index = NameIndex.Of(model.SyntaxTree);
        foreach (var (member, type, space) in AmbientApi.Platform)
        {
            if (!index.MayContain(member) || !index.MayContain(type) || !index.MayContain("async"))
                continue;
            foreach (var name in NameIndex.Find(model.SyntaxTree, member, cancellationToken))
            {
                if (name.Parent is not MemberAccessExpressionSyntax { Parent: AssignmentExpressionSyntax assignment } access || assignment.Left != access || !AmbientUse.IsAsync(AmbientUse.FunctionOf(name)))
                    continue;
                if (model.GetSymbolInfo(name, cancellationToken).Symbol is not IPropertySymbol { IsStatic: true } property || !property.ContainingType.Is(space, type))
                    continue;
                var life = new AmbientLife(property, property.Type, isPlatform: true);
                new AmbientGathering(life, model, cancellationToken).RunPlatform();
                (result ??= new()).Add(life);
                break;
            }
        }
    }

    private static IEnumerable<(ISymbol Holder, BaseObjectCreationExpressionSyntax? Making)> HoldersAt(SimpleNameSyntax name, SemanticModel model, CancellationToken cancellationToken)
    {
        if (name is not GenericNameSyntax)
            yield break;
        foreach (var node in name.Ancestors())
        {
            switch (node)
            {
                case VariableDeclarationSyntax declaration:
                    foreach (var variable in declaration.Variables)
                    {
                        if (model.GetDeclaredSymbol(variable, cancellationToken) is (IFieldSymbol or ILocalSymbol) and { } symbol && AmbientApi.IsAmbient(TypeOf(symbol)))
                            yield return (symbol, variable.Initializer?.Value as BaseObjectCreationExpressionSyntax);
                    }

                    yield break;
                case PropertyDeclarationSyntax property:
                    if (model.GetDeclaredSymbol(property, cancellationToken) is { } declared && AmbientApi.IsAmbient(declared.Type))
                        yield return (declared, property.Initializer?.Value as BaseObjectCreationExpressionSyntax);
                    yield break;
                case AnonymousFunctionExpressionSyntax or StatementSyntax or MemberDeclarationSyntax:
                    yield break;
            }
        }
    }

    private static ITypeSymbol? TypeOf(ISymbol symbol) => symbol switch
    {
        IFieldSymbol field => field.Type,
        ILocalSymbol local => local.Type,
        IPropertySymbol property => property.Type,
        _ => null,
    };

    private void Run()
    {
        foreach (var (value, _) in Named(_life.Holder))
        {
            if (value.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: AmbientApi.Value } access && access.Expression == value)
                Add(access, 0, null);
            else if (value.Parent is ConditionalAccessExpressionSyntax { WhenNotNull: MemberBindingExpressionSyntax { Name.Identifier.ValueText: AmbientApi.Value } } conditional)
                Add(conditional, 0, null);
            else if (!IsReplaced(value))
                _life.IsWatched = true;
        }

        Propagate();
    }

    private void RunPlatform()
    {
        foreach (var (value, _) in Named(_life.Holder, _model.SyntaxTree.GetRoot(_cancellationToken)))
            Add(value, 0, null);
        Propagate();
    }

    /// <summary>From the functions that get or set the value to their calls.</summary>
    private void Propagate()
    {
        for (var i = 0; i < _life.Uses.Count && i < MaxUses; i++)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            var use = _life.Uses[i];
            if (use.Depth >= MaxDepth || use.Function is null || SymbolOf(use) is not { } function)
                continue;
            var sets = use.Sets && !use.IsInAsync && !IsScope(function);
            var reads = use.Reads && !_life.Uses.Any(u => u.Sets && u.Function == use.Function);
            if (!sets && !reads)
                continue;
            var target = function.AssociatedSymbol as IPropertySymbol ?? (ISymbol)function;
            foreach (var (value, _) in Named(target))
            {
                if (target is IPropertySymbol)
                    Add(value, use.Depth + 1, use, isGetter: function.MethodKind == MethodKind.PropertyGet);
                else if (value.Parent is InvocationExpressionSyntax call && call.Expression == value)
                    AddOnce(new AmbientUse(call, ModelOf(call), sets, reads, sets ? ValueAt(call, function, use) : null, use.OnlyIfEmpty, use.Depth + 1, use.Origin));
            }
        }
    }

    /// <summary>What the call gives for the parameter that is set; what is set in the function where it is no parameter.</summary>
    private ExpressionSyntax? ValueAt(InvocationExpressionSyntax call, IMethodSymbol function, AmbientUse use)
    {
        if (use.Value is IdentifierNameSyntax name && use.Model.GetSymbolInfo(name, _cancellationToken).Symbol is IParameterSymbol parameter && SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, function))
            return call.ArgumentList.Arguments.FirstOrDefault(a => a.NameColon?.Name.Identifier.ValueText == parameter.Name)?.Expression ?? call.ArgumentList.Arguments.Where(a => a.NameColon is null).Skip(parameter.Ordinal).FirstOrDefault()?.Expression;
        return use.Value;
    }

    /// <summary>An access of the value, or of a property that stands for it.</summary>
    private void Add(ExpressionSyntax access, int depth, AmbientUse? through, bool? isGetter = null)
    {
        var model = ModelOf(access);
        ExpressionSyntax outer = access;
        while (outer.Parent is ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression })
            outer = (ExpressionSyntax)outer.Parent;
        var (sets, reads) = (false, true);
        SyntaxNode node = access;
        ExpressionSyntax? value = null;
        var onlyIfEmpty = false;
        switch (outer.Parent)
        {
            case AssignmentExpressionSyntax assignment when assignment.Left == outer:
                (node, sets, reads) = (assignment, true, !assignment.IsKind(SyntaxKind.SimpleAssignmentExpression));
                onlyIfEmpty = assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression) || AmbientUse.IsIfEmpty(assignment, outer.ToString());
                value = onlyIfEmpty || !reads ? assignment.Right : outer;
                break;
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression }:
                (node, sets, value) = (outer.Parent, true, outer);
                break;
            case ArgumentSyntax { RefKindKeyword.RawKind: not (int)SyntaxKind.None } or ArgumentSyntax { Parent: TupleExpressionSyntax { Parent: AssignmentExpressionSyntax } }:
                _life.IsWatched = true;
                return;
            case ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } }:
                return;
        }

        if (isGetter is { } getter)
        {
            sets &= !getter;
            reads &= getter;
        }

        if (sets || reads)
            AddOnce(new AmbientUse(node, model, sets, reads, value, onlyIfEmpty, depth, through?.Origin ?? node));
    }

    private void AddOnce(AmbientUse use)
    {
        for (var i = 0; i < _life.Uses.Count; i++)
        {
            if (_life.Uses[i].Node != use.Node)
                continue;
            var known = _life.Uses[i];
            if ((use.Sets && !known.Sets) || (use.Reads && !known.Reads))
                _life.Uses[i] = known with { Sets = known.Sets || use.Sets, Reads = known.Reads || use.Reads, Value = known.Value ?? use.Value };
            return;
        }

        _life.Uses.Add(use);
    }

    private IMethodSymbol? SymbolOf(AmbientUse use) => use.Function switch
    {
        AnonymousFunctionExpressionSyntax or null or ConstructorDeclarationSyntax or CompilationUnitSyntax or BaseFieldDeclarationSyntax => null,
        PropertyDeclarationSyntax property => (use.Model.GetDeclaredSymbol(property, _cancellationToken) as IPropertySymbol)?.GetMethod,
        var function => use.Model.GetDeclaredSymbol(function, _cancellationToken) as IMethodSymbol,
    };

    /// <summary>True for a function whose result takes the value back: what it sets, it sets for a while.</summary>
    private static bool IsScope(IMethodSymbol function) =>
        function.ReturnType is { SpecialType: not SpecialType.System_Void } result && !TypeFacts.IsTask(result)
        && (result.Name is "IDisposable" or "IAsyncDisposable" || result.Name.EndsWith("Scope", StringComparison.Ordinal) || result.AllInterfaces.Any(i => i.Name is "IDisposable" or "IAsyncDisposable"));

    /// <summary>True where a new holder takes the place of the old.</summary>
    private static bool IsReplaced(ExpressionSyntax value) =>
        value.Parent is AssignmentExpressionSyntax assignment && assignment.Left == value || value.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } };

    /// <summary>The expressions that name the symbol: in its body, in its type, and elsewhere where its type stands before it.</summary>
    private IEnumerable<(ExpressionSyntax Value, SimpleNameSyntax Name)> Named(ISymbol symbol, SyntaxNode? only = null)
    {
        foreach (var scope in only is null ? AmbientCalls.ScopesOf(symbol, _model.Compilation, _cancellationToken) : new[] { only })
        {
            foreach (var name in NameIndex.Find(scope.SyntaxTree, symbol.Name, _cancellationToken))
            {
                if (!scope.Span.Contains(name.Span) || !SymbolEqualityComparer.Default.Equals(ModelOf(name).GetSymbolInfo(name, _cancellationToken).Symbol?.OriginalDefinition, symbol.OriginalDefinition))
                    continue;
                yield return (name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name, name);
            }
        }
    }

    private SemanticModel ModelOf(SyntaxNode node)
    {
        if (!_models.TryGetValue(node.SyntaxTree, out var model))
            _models.Add(node.SyntaxTree, model = _model.Compilation.GetSemanticModel(node.SyntaxTree));
        return model;
    }
}
